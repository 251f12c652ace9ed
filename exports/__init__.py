"""Documents made from panels. Heavy libraries are imported only where they are used."""
