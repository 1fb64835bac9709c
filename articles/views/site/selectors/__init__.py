"""What readers' pages ask of the database, by subject. Every question starts from a `public()` queryset."""
