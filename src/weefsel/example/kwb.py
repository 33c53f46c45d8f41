"""The columns of the example's table of neighbourhoods, as counts and means of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weefsel.example.people import PER_1000, SHARE_BASE, People
from weefsel.example.streams import stream
from weefsel.example.town import Floats


@dataclass(frozen=True)
class Column:
    """One column: ``top`` over ``below`` when summed over the cells of an area.

    Without ``below`` it is a count. A mean has value x weight as top and weight as below.
    """

    top: Floats
    below: Floats | None = None
    scale: float = 1.0


def columns(people: People) -> dict[str, Column]:
    """Give every column of one year by its stem; cells are summed by whoever publishes."""
    result: dict[str, Column] = {}
    for part in (_residents, _homes, _money, _care, _business, _nearby, _land, _safety):
        result.update(part(people))
    return result


def _count(values: object) -> Column:
    return Column(np.asarray(values, dtype=np.float64))


def _share(top: object, below: object, scale: float = SHARE_BASE) -> Column:
    return Column(
        np.asarray(top, dtype=np.float64), np.asarray(below, dtype=np.float64), float(scale)
    )


def _mean(value: Floats, weight: object, scale: float = 1.0) -> Column:
    by = np.asarray(weight, dtype=np.float64)
    return Column(value * by, by, scale)


def _residents(people: People) -> dict[str, Column]:
    whole = people.residents.astype(np.float64)
    result = {"AantalInwoners": _count(people.residents)}
    for name, row in (
        *zip(("Mannen", "Vrouwen"), people.sexes, strict=True),
        *zip(
            (
                "k_0Tot15Jaar",
                "k_15Tot25Jaar",
                "k_25Tot45Jaar",
                "k_45Tot65Jaar",
                "k_65JaarOfOuder",
            ),
            people.ages,
            strict=True,
        ),
        *zip(("Ongehuwd", "Gehuwd", "Gescheiden", "Verweduwd"), people.marital, strict=True),
        *zip(
            ("Eenpersoonshuishoudens", "HuishoudensZonderKinderen", "HuishoudensMetKinderen"),
            people.households,
            strict=True,
        ),
    ):
        result[name] = _count(row)
    births, deaths = people.value("births") * whole, people.value("deaths") * whole
    result |= {
        "GeboorteTotaal": _count(births),
        "GeboorteRelatief": _share(births, whole, PER_1000),
        "SterfteTotaal": _count(deaths),
        "SterfteRelatief": _share(deaths, whole, PER_1000),
        "HuishoudensTotaal": _count(people.household_total),
        "GemiddeldeHuishoudensgrootte": _share(
            whole * people.design.number("household", "in_private_household"),
            people.household_total,
            1.0,
        ),
        # Hectares to square kilometres.
        "Bevolkingsdichtheid": _share(whole, people.hectares[0], 100),
    }
    origin = people.origin
    for name in ("WestersTotaal", "NietWestersTotaal"):
        result[name] = _count(np.floor(origin[name] * whole))
    home = np.floor(origin["Nederland"] * whole)
    europe = np.minimum(np.floor(origin["EuropaExclusiefNederland"] * whole), whole - home)
    result |= {
        "Nederland": _count(home),
        "EuropaExclusiefNederland": _count(europe),
        "BuitenEuropa": _count(whole - home - europe),
    }
    return result


def _homes(people: People) -> dict[str, Column]:
    homes = people.homes.astype(np.float64)
    single = people.value("single_family_homes") * homes
    empty = people.value("unoccupied_homes") * homes
    owner = people.value("owner_occupied") * homes
    rent = homes - owner
    corporation = people.value("corporation_of_rent") * rent
    old = people.value("built_before_2000") * homes
    return {
        "Woningvoorraad": _count(homes),
        "GemiddeldeWoningwaarde": _mean(people.value("home_value"), homes),
        "PercentageEengezinswoning": _share(single, homes),
        "PercentageMeergezinswoning": _share(homes - single, homes),
        "PercentageBewoond": _share(homes - empty, homes),
        "PercentageOnbewoond": _share(empty, homes),
        "Koopwoningen": _share(owner, homes),
        "HuurwoningenTotaal": _share(rent, homes),
        "InBezitWoningcorporatie": _share(corporation, homes),
        "InBezitOverigeVerhuurders": _share(rent - corporation, homes),
        "EigendomOnbekend": _share(np.zeros_like(homes), homes),
        "BouwjaarVoor2000": _share(old, homes),
        "BouwjaarVanaf2000": _share(homes - old, homes),
        "GemiddeldElektriciteitsverbruikTotaal": _mean(people.value("electricity"), homes),
        "GemiddeldAardgasverbruikTotaal": _mean(people.value("gas"), homes),
    }


def _money(people: People) -> dict[str, Column]:
    low, middle, high = people.education
    grown = people.from_15_to_75
    working = people.value("labour_participation") * grown
    self_employed = people.value("self_employed") * working
    receivers = people.residents * people.design.number("household", "income_recipients")
    homes = people.household_total.astype(np.float64)
    # Wider thresholds hold at least whom narrower ones hold.
    minimum = people.value("social_minimum")
    minimum_110 = np.maximum(minimum, people.value("social_minimum_110"))
    minimum_120 = np.maximum(minimum_110, people.value("social_minimum_120"))
    assistance, disability, unemployment = people.benefits
    return {
        "OpleidingsniveauLaag": _count(low),
        "OpleidingsniveauMiddelbaar": _count(middle),
        "OpleidingsniveauHoog": _count(high),
        "NettoArbeidsparticipatie": _share(working, grown),
        "PercentageWerknemers": _share(working - self_employed, working),
        "PercentageZelfstandigen": _share(self_employed, working),
        "AantalInkomensontvangers": _count(receivers),
        "GemiddeldInkomenPerInkomensontvanger": _mean(
            people.value("income_per_recipient"), receivers
        ),
        "GemiddeldInkomenPerInwoner": _mean(people.value("income_per_resident"), people.residents),
        "k_40PersonenMetLaagsteInkomen": _mean(
            people.value("persons_lowest_40"), receivers, SHARE_BASE
        ),
        "k_20PersonenMetHoogsteInkomen": _mean(
            people.value("persons_highest_20"), receivers, SHARE_BASE
        ),
        "GemGestandaardiseerdInkomenVanHuish": _mean(people.value("standardised_income"), homes),
        "k_40HuishoudensMetLaagsteInkomen": _mean(
            people.value("households_lowest_40"), homes, SHARE_BASE
        ),
        "k_20HuishoudensMetHoogsteInkomen": _mean(
            people.value("households_highest_20"), homes, SHARE_BASE
        ),
        "HuishoudensMetEenLaagInkomen": _mean(
            people.value("low_income_households"), homes, SHARE_BASE
        ),
        "HuishOnderOfRondSociaalMinimum": _mean(minimum, homes, SHARE_BASE),
        "HuishoudensTot110VanSociaalMinimum": _mean(minimum_110, homes, SHARE_BASE),
        "HuishoudensTot120VanSociaalMinimum": _mean(minimum_120, homes, SHARE_BASE),
        # A median of medians: good enough for a town that does not exist.
        "MediaanVermogenVanParticuliereHuish": _mean(people.value("median_wealth"), homes),
        "PersonenPerSoortUitkeringBijstand": _count(assistance),
        "PersonenPerSoortUitkeringAO": _count(disability),
        "PersonenPerSoortUitkeringWW": _count(unemployment),
        "PersonenPerSoortUitkeringAOW": _count(people.pensioners),
    }


def _care(people: People) -> dict[str, Column]:
    youth = people.value("youth_care") * people.youth
    wmo = np.minimum(people.value("wmo_clients") / PER_1000, 1.0) * people.residents
    return {
        "JongerenMetJeugdzorgInNatura": _count(youth),
        "PercentageJongerenMetJeugdzorg": _share(youth, people.youth),
        "WmoClienten": _count(wmo),
        "WmoClientenRelatief": _share(wmo, people.residents, PER_1000),
    }


def _business(people: People) -> dict[str, Column]:
    total = np.floor(people.value("businesses") * people.residents + 0.5)
    kinds = people.design.record["business"]
    shares = np.array([np.full(total.size, share) for share in kinds.values()])
    parts = people.divide(total.astype(np.int64), shares)
    household = people.design.record["household"]
    petrol = people.part(people.cars, np.full(total.size, household["petrol"]))
    return {
        "BedrijfsvestigingenTotaal": _count(total),
        **{name: _count(row) for name, row in zip(kinds, parts, strict=True)},
        "PersonenautoSTotaal": _count(people.cars),
        "PersonenautoSBrandstofBenzine": _count(petrol),
        "PersonenautoSOverigeBrandstof": _count(people.cars - petrol),
        "PersonenautoSPerHuishouden": _share(people.cars, people.household_total, 1.0),
        "PersonenautoSNaarOppervlakte": _share(people.cars, people.hectares[0], 100),
        "Motorfietsen": _count(people.household_total * household["motorcycles"]),
    }


def _nearby(people: People) -> dict[str, Column]:
    return {
        **{kind: _mean(km, people.residents) for kind, km in people.distances.items()},
        "ScholenBinnen3Km": _mean(people.schools_within_3_km, people.residents),
    }


def _land(people: People) -> dict[str, Column]:
    land, water = people.hectares
    return {
        "OppervlakteTotaal": _count(land + water),
        "OppervlakteLand": _count(land),
        "OppervlakteWater": _count(water),
        "Omgevingsadressendichtheid": _mean(people.address_density, people.homes),
    }


def _safety(people: People) -> dict[str, Column]:
    """Give offences per 1,000 residents: half with strain, half apart, and rising in the east.

    Drawn from streams of their own, so that nothing else of Weverdam moved when they came.
    """
    part = people.design.record["nuisance"]
    story = people.design.record["story"]
    strain = people.town.standing[people.step, :, 0]
    years = max(0, people.year - story["since"])
    cells = people.residents.size
    result = {}
    for name, level in part["per_1000"].items():
        own = stream(people.seed, "nuisance", name).normal(size=cells)
        wobble = stream(people.seed, "nuisance", name, people.year).normal(size=cells)
        with_strain = part["with_strain"]
        along = with_strain * strain + np.sqrt(1 - with_strain**2) * own
        moved = part["hearth_per_year"] * years * people.town.hearth + part["wobble"] * wobble
        rate = level[people.step] * np.exp(part["spread"] * along + moved)
        result[name] = _mean(rate, people.residents)
    return result
