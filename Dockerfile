# One image for web, worker and the set-up step. Build: docker compose build
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NEWSROOM_VAR=/srv/var NEWSROOM_MEDIA=/srv/media
WORKDIR /srv/newsroom
COPY requirements.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY . .
RUN useradd --system --uid 10001 --home /srv newsroom \
    && mkdir -p /srv/var /srv/media \
    && NEWSROOM_DEMO=1 python manage.py collectstatic --noinput -v 0 \
    && rm -f /srv/var/secret-key \
    && chown -R newsroom /srv/var /srv/media
USER newsroom
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "newsroom.wsgi:application"]
