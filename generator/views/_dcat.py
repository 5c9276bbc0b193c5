"""A catalogue of tables in the two forms that harvesters of open data read: DCAT-US 1.1 (`data.json`), and DCAT-AP 3 as
JSON-LD, whose context stands in the file itself, so that nothing need be fetched to understand it."""

from __future__ import annotations

from typing import Any

from generator.model import Frequency
from generator.views._datasets import DataCatalogue, Listed, Publisher, as_json
from generator.views._frictionless import PACKAGE

US = "https://project-open-data.cio.gov/v1.1/schema"
AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PERIODS = {
    Frequency.DAILY: ("R/P1D", "DAILY"),
    Frequency.WEEKLY: ("R/P1W", "WEEKLY"),
    Frequency.MONTHLY: ("R/P1M", "MONTHLY"),
    Frequency.QUARTERLY: ("R/P3M", "QUARTERLY"),
    Frequency.HALF_YEARLY: ("R/P6M", "ANNUAL_2"),
    Frequency.YEARLY: ("R/P1Y", "ANNUAL"),
    Frequency.IRREGULAR: ("irregular", "IRREG"),
}


# ── DCAT-US 1.1 ─────────────────────────────────────────────────────────────────────────────────────────────────


def data_json(catalogue: DataCatalogue) -> str:
    """The text of a `data.json`."""
    datasets = [_us_dataset(each) for each in catalogue.listed]
    return as_json({"conformsTo": US, "describedBy": f"{US}/catalog.json", "dataset": datasets})


def _us_dataset(listed: Listed) -> dict[str, Any]:
    dataset, publisher = listed.dataset, listed.publisher
    frequency = dataset.schema.frequency
    return {
        "@type": "dcat:Dataset",
        "identifier": listed.identifier,
        "title": dataset.title,
        "description": dataset.description,
        "keyword": list(dataset.keywords),
        "issued": dataset.issued,
        "modified": dataset.modified,
        "accessLevel": "public",
        "publisher": {"@type": "org:Organization", "name": publisher.name},
        "contactPoint": {
            "@type": "vcard:Contact",
            "fn": publisher.office,
            "hasEmail": f"mailto:{publisher.email}" if publisher.email else None,
            "hasTelephone": f"tel:{publisher.phone}" if publisher.phone else None,
        },
        "theme": [dataset.category] if dataset.category else None,
        "language": ["zh-CN"],
        "accrualPeriodicity": PERIODS[frequency][0] if frequency else None,
        "landingPage": listed.address(dataset.documents[0][1]),
        "references": [listed.address(url) for _, url in dataset.documents],
        "conformsTo": PACKAGE,
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "title": dataset.title,
                "downloadURL": listed.address(dataset.url),
                "mediaType": "text/csv",
                "format": "CSV",
                "describedBy": listed.address(dataset.package),
                "describedByType": "application/json",
            }
        ],
    }


# ── DCAT-AP 3 ───────────────────────────────────────────────────────────────────────────────────────────────────


def catalogue_jsonld(catalogue: DataCatalogue) -> str:
    """The text of a `catalog.jsonld`."""
    return as_json(
        {
            "@context": CONTEXT,
            "@id": catalogue.url,
            "@type": "dcat:Catalog",
            "dct:title": _chinese(catalogue.title),
            "dct:description": _chinese(catalogue.description),
            "dct:publisher": _agent(catalogue.publisher),
            "dct:language": _language(),
            "dct:modified": _day(catalogue.modified.isoformat()),
            "foaf:homepage": _typed(catalogue.publisher.home, "foaf:Document"),
            "dcat:dataset": [_dataset(each) for each in catalogue.listed],
        }
    )


def _dataset(listed: Listed) -> dict[str, Any]:
    dataset = listed.dataset
    frequency = dataset.schema.frequency
    period = f"{AUTHORITY}/frequency/{PERIODS[frequency][1]}" if frequency else ""
    return {
        "@id": f"{listed.address(dataset.package)}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": listed.identifier,
        "dct:title": _chinese(dataset.title),
        "dct:description": _chinese(dataset.description),
        "dcat:keyword": [_chinese(word) for word in dataset.keywords],
        "dct:issued": _day(dataset.issued.isoformat()),
        "dct:modified": _day(dataset.modified.isoformat()),
        "dct:publisher": _agent(listed.publisher),
        "dcat:contactPoint": _contact(listed.publisher),
        "dct:language": _language(),
        "dct:accessRights": _typed(f"{AUTHORITY}/access-right/PUBLIC", "dct:RightsStatement"),
        "dct:accrualPeriodicity": _typed(period, "dct:Frequency") if period else None,
        "dcat:landingPage": [_typed(listed.address(url), "foaf:Document") for _, url in dataset.documents],
        "dcat:distribution": _distribution(listed),
    }


def _distribution(listed: Listed) -> dict[str, Any]:
    dataset = listed.dataset
    return {
        "@id": f"{listed.address(dataset.package)}#csv",
        "@type": "dcat:Distribution",
        "dct:title": _chinese(dataset.title),
        "dcat:accessURL": {"@id": listed.address(dataset.documents[0][1])},
        "dcat:downloadURL": {"@id": listed.address(dataset.url)},
        "dcat:mediaType": _typed("https://www.iana.org/assignments/media-types/text/csv", "dct:MediaType"),
        "dct:format": _typed(f"{AUTHORITY}/file-type/CSV", "dct:MediaTypeOrExtent"),
        "dct:conformsTo": _typed(PACKAGE, "dct:Standard"),
    }


def _agent(publisher: Publisher) -> dict[str, Any]:
    return {
        "@id": publisher.home,
        "@type": "foaf:Agent",
        "foaf:name": _chinese(publisher.name),
        "dct:identifier": publisher.uscc,
    }


def _contact(publisher: Publisher) -> dict[str, Any]:
    return {
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": publisher.office,
        "vcard:hasEmail": {"@id": f"mailto:{publisher.email}"} if publisher.email else None,
        "vcard:hasTelephone": {"@id": f"tel:{publisher.phone}"} if publisher.phone else None,
    }


def _language() -> dict[str, str]:
    return _typed(f"{AUTHORITY}/language/ZHO", "dct:LinguisticSystem")


def _chinese(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "zh"}


def _day(written: str) -> dict[str, str]:
    return {"@value": written, "@type": "xsd:date"}


def _typed(address: str, kind: str) -> dict[str, str]:
    return {"@id": address, "@type": kind}
