"""/desk/home/: the front page, arranged by hand and by rule; /desk/topics/: 专题, with the same board."""
