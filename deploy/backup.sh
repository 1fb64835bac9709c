#!/bin/sh
# One backup: the database as a dump that pg_restore has read to its end, and the pictures that are not there yet.
#
#   DATABASE_URL or DATABASE_URL_FILE   what to dump
#   BACKUP_FOLDER                       where to; BACKUP_KEEP newest dumps stay (14)
#   MEDIA_FOLDER                        the folder of NEWSROOM_MEDIA; unset where pictures are in an object store
#
# Restoring stands in docs/deployment.md, and is tried by tests/deploy/test_backup.py.
set -eu
umask 077
: "${BACKUP_FOLDER:?names the folder for backups}"
url=${DATABASE_URL:-$(cat "${DATABASE_URL_FILE:?names the file with the address of the database}")}
name="newsroom-$(date -u +%Y%m%dT%H%M%SZ).dump"
part="$BACKUP_FOLDER/$name.part"
mkdir -p "$BACKUP_FOLDER"
rm -f "$BACKUP_FOLDER"/newsroom-*.part

pg_dump --format=custom --no-owner --no-privileges --file="$part" "$url"
pg_restore --file=/dev/null "$part"
sync "$part"
mv "$part" "$BACKUP_FOLDER/$name"

# After the dump, so that every picture it names is there. A file's name is the hash of its content: it never changes.
if [ -n "${MEDIA_FOLDER:-}" ]; then
    cd "$MEDIA_FOLDER"
    find . -path ./incoming -prune -o -type f ! -name .gitignore -print | while IFS= read -r file; do
        there="$BACKUP_FOLDER/media/$file"
        if [ ! -e "$there" ]; then
            mkdir -p "${there%/*}"
            cp -p "$file" "$there.part"
            mv "$there.part" "$there"
        fi
    done
fi

cd "$BACKUP_FOLDER"
find . -maxdepth 1 -name 'newsroom-*.dump' | sort -r | tail -n +"$((${BACKUP_KEEP:-14} + 1))" | while IFS= read -r old; do
    rm -- "$old"
done
echo "$name is complete"
