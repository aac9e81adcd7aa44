"""One file per thing that happens; each opens no transaction it was not given, except the outermost."""
