"""Django's PostgreSQL backend with one thing of ours (ENGINE = "newsroom.postgresql")."""
