"""Take the map of a file in the home folder over into the register, once."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction

from weefsel.base.errors import InputError
from weefsel.provisions import map_file
from weefsel.provisions import social_map as documents
from weefsel.provisions.social_map import SocialMap
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web.accounts.models import House, Kind
from weefsel.web.social_map import known
from weefsel.web.social_map.keeping import put
from weefsel.web.social_map.models import Location, Offer, Organisation, Service, Stamp

logger = logging.getLogger("weefsel.social_map")


def renew() -> list[str]:
    """Take over what waits in the home folder; give the municipalities that were taken over.

    A file that cannot be read is said in the log, and the pages say it where they need it.
    """
    home, done = Path(settings.WEEFSEL_HOME), []
    for municipality in map_file.waiting(home):
        try:
            if take_over(home, municipality):
                done.append(municipality)
        except InputError as fault:
            logger.warning("%s", fault)
    return done


@transaction.atomic
def take_over(home: Path, municipality: str) -> bool:
    """Put the file of a municipality in the register of its houses; tell whether that was done.

    Not without a house of that municipality: the pages then go on reading the file. Only
    an example is taken over again, when its file is another one.
    """
    owner = _house_of(municipality)
    held = map_file.read(home, municipality)
    if owner is None or held is None:
        return False
    stamp = Stamp.objects.filter(municipality=municipality).first()
    mark = held.mark()
    done = "" if stamp is None else stamp.taken
    if done == mark or (done and country_of(municipality) != FICTITIOUS):
        return False
    for house, part in _by_house(held, owner).items():
        if done:
            _hand_over(municipality, house, part)
        put(part, house=house, by=None, source=f"{municipality} home folder")
    _give_places(held, owner)
    Stamp.objects.filter(municipality=municipality).update(taken=mark)
    logger.info(
        "social map: %s provisions of %s were taken over from the home folder into the register",
        len(held.offers),
        municipality,
    )
    return True


def _hand_over(municipality: str, house: House, part: SocialMap) -> None:
    """Let a house have the records of an example that another house had in the one before."""
    for model, records in (
        (Organisation, part.organisations),
        (Location, part.locations),
        (Service, part.services),
        (Offer, part.offers),
    ):
        held = model._default_manager.filter(municipality=municipality, key__in=list(records))
        held.exclude(house=house).update(house=house)


def _house_of(municipality: str) -> House | None:
    return House.objects.filter(area=municipality, kind=Kind.MUNICIPALITY).order_by("slug").first()


def _give_places(held: map_file.MapFile, owner: House) -> None:
    """Let each place be of the house whose provision is the first there in the file."""
    house_of = _houses(held, owner)
    whose: dict[str, House] = {}
    for entry in held.social_map().entries():
        if entry.location is not None:
            whose.setdefault(entry.location.id, house_of[entry.organisation.id])
    for row in Location.objects.filter(municipality=held.municipality, key__in=list(whose)):
        if row.house_id != whose[row.key].pk:
            Location.objects.filter(pk=row.pk).update(house=whose[row.key])


def _houses(held: map_file.MapFile, owner: House) -> dict[str, House]:
    """Give the house of each organisation by its id; the owner's where it has none here."""
    there = {one.slug: one for one in House.objects.filter(area=held.municipality)}
    return {one.id: there.get(held.houses.get(one.id, ""), owner) for one in held.organisations}


def _by_house(held: map_file.MapFile, owner: House) -> dict[House, SocialMap]:
    """Split a map by the house of its organisations; who has none there is the owner's."""
    whole = held.social_map(known.today())
    house_of = _houses(held, owner)
    parts: dict[House, list[documents.Organisation]] = {}
    for one in whole.organisations.values():
        parts.setdefault(house_of[one.id], []).append(one)
    # Every part has all places: to which each belongs is settled after.
    return {
        house: SocialMap(
            organisations={one.id: one for one in mine},
            services={
                one.id: one
                for one in whole.services.values()
                if house_of[one.organisation] == house
            },
            locations=whole.locations,
            offers={
                one.id: one
                for one in whole.offers.values()
                if house_of[whole.services[one.service].organisation] == house
            },
        )
        for house, mine in parts.items()
    }
