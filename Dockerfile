# One image for web, worker and the set-up step. Build: docker compose build
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NEWSROOM_VAR=/srv/var NEWSROOM_MEDIA=/srv/media
WORKDIR /srv/newsroom
COPY requirements.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY . .
# Volumes take their owner from the folder that they are mounted on.
RUN groupadd --gid 10001 newsroom \
    && useradd --uid 10001 --gid 10001 --home-dir /srv --no-log-init newsroom \
    && mkdir -p /srv/var /srv/media /srv/front/static \
    && NEWSROOM_DEMO=1 python manage.py collectstatic --noinput -v 0 \
    && rm -f /srv/var/secret-key \
    && chown -R newsroom:newsroom /srv/var /srv/media /srv/front
USER 10001:10001
EXPOSE 8000
# How it serves stands in deploy/web.env; what stands here is needed without that file, too.
ENV GRANIAN_INTERFACE=wsgi GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000
CMD ["granian", "newsroom.wsgi:application"]
