"""The face of Weefsel: a Django project that asks the library and shows what it says."""
