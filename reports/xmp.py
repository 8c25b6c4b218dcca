"""The XMP packet of a report: one file that says it is both PDF/A-3a and PDF/UA-1.

WeasyPrint writes the identifier of one variant. PDF/A demands that properties outside its own list be described by an
extension schema, so the PDF/UA identifier comes with one (ISO 19005-3, 6.6.2.3.2; ISO 14289-1, 5).
"""

PDFUA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"

_IDENTIFIER = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{PDFUA_NAMESPACE}" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{PDFUA_NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"


def add_pdfua_identifier(rdf: bytes) -> bytes:
    """Return the RDF packet with the PDF/UA-1 identifier and its schema; raise ValueError for another packet."""
    if rdf.count(_END) != 1:
        raise ValueError("not an RDF packet")
    return rdf.replace(_END, _IDENTIFIER.encode() + _END)
