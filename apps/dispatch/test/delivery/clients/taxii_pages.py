"""Walks a TAXII 2.1 server with taxii2-client, page by page, and validates every object with stix2-validator."""

import json
import sys

from stix2validator import ValidationOptions, validate_instance
from taxii2client.v21 import Server, as_pages

url, key, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
server = Server(url, user="lachan", password=key)
options = ValidationOptions(version="2.1", enforce_refs=False)
found = {"title": server.title, "collections": []}
for collection in server.default.collections:
    pages = list(as_pages(collection.get_objects, per_request=size))
    objects = [one for page in pages for one in page.get("objects", [])]
    manifest = [
        one
        for page in as_pages(collection.get_manifest, per_request=size)
        for one in page.get("objects", [])
    ]
    first = objects[0]["id"] if objects else None
    found["collections"].append(
        {
            "title": collection.title,
            "pages": len(pages),
            "objects": objects,
            "manifest": [one["id"] for one in manifest],
            "one": collection.get_object(first)["objects"] if first else [],
            "versions": collection.object_versions(first)["versions"] if first else [],
            "invalid": [
                [str(error) for error in result.errors]
                for result in (validate_instance(one, options) for one in objects)
                if not result.is_valid
            ],
        }
    )
print(json.dumps(found))
