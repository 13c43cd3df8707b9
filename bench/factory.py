"""The factory that the benchmarks run, written as JSON into a folder."""
import json

LINEITEM = [("l_orderkey", "Int64"), ("l_partkey", "Int64"), ("l_suppkey", "Int64"),
            ("l_linenumber", "Int64"), ("l_quantity", "Decimal"), ("l_extendedprice", "Decimal"),
            ("l_discount", "Decimal"), ("l_tax", "Decimal"), ("l_returnflag", "String"),
            ("l_linestatus", "String"), ("l_shipdate", "Date"), ("l_commitdate", "Date"),
            ("l_receiptdate", "Date"), ("l_shipinstruct", "String"), ("l_shipmode", "String"),
            ("l_comment", "String")]
CSV = {"columnDelimiter": ",", "quoteChar": "\"", "escapeChar": "\"", "firstRowAsHeader": True}


def set_variable(name, value, after=None):
    return {"name": name, "type": "SetVariable",
            "dependsOn": [{"activity": after, "dependencyConditions": ["Succeeded"]}] if after
            else [], "typeProperties": {"variableName": "v", "value": value}}


def control_pipelines():
    variables = {"variables": {"v": {"type": "String"}}}
    chain = [set_variable(f"Set {i}", f"@string({i})", f"Set {i - 1}" if i else None)
             for i in range(40)]
    loop = [{"name": "Each", "type": "ForEach", "dependsOn": [],
             "typeProperties": {"items": {"value": "@range(0, 10000)", "type": "Expression"},
                                "isSequential": False, "batchCount": 50,
                                "activities": [set_variable("Set", "@string(item())")]}}]
    return {"One": {**variables, "activities": [set_variable("Set", "x")]},
            "Chain": {**variables, "activities": chain},
            "Loop": {**variables, "activities": loop}}


def mapping(columns):
    mappings = []
    for name, kind in columns:
        sink = {"name": name, "type": kind}
        if kind == "Decimal":
            sink.update(precision=15, scale=2)
        mappings.append({"source": {"name": name}, "sink": sink})
    return {"type": "TabularTranslator", "mappings": mappings, "typeConversion": True}


def copy(source, sink, translator=None):
    """A pipeline of one Copy between two datasets, each {name: settings of its side}."""
    (source_name, source_settings), = source.items()
    (sink_name, sink_settings), = sink.items()
    reference = {"type": "DatasetReference",
                 "parameters": {"file": {"value": "@pipeline().parameters.file",
                                         "type": "Expression"}}}
    settings = {"source": source_settings, "sink": sink_settings}
    if translator:
        settings["translator"] = translator
    return {"parameters": {"file": {"type": "string"}},
            "activities": [{"name": "Copy", "type": "Copy", "dependsOn": [],
                            "inputs": [{**reference, "referenceName": source_name}],
                            "outputs": [{**reference, "referenceName": sink_name}],
                            "typeProperties": settings}]}


def dataset(linked_service, kind, settings):
    return {"type": kind, "typeProperties": settings,
            "parameters": {"file": {"type": "string"}},
            "linkedServiceName": {"referenceName": linked_service,
                                  "type": "LinkedServiceReference"}}


def location(extension):
    file = {"value": f"@concat(dataset().file, '{extension}')", "type": "Expression"}
    return {"type": "FileServerLocation", "fileName": file}


def write(folder, data, postgres):
    """Write the factory; `data` is the folder of the files, `postgres` a URI or empty."""
    store = {"type": "FileServerReadSettings"}
    out = {"type": "FileServerWriteSettings"}
    csv_in = {"Csv": {"type": "DelimitedTextSource", "storeSettings": store}}
    csv_out = {"CsvOut": {"type": "DelimitedTextSink", "storeSettings": out}}
    parquet_in = {"Parquet": {"type": "ParquetSource", "storeSettings": store}}
    parquet_out = {"ParquetOut": {"type": "ParquetSink", "storeSettings": out}}
    table_in, table_out = {"Table": {"type": "AzurePostgreSqlSource"}}, {
        "Table": {"type": "AzurePostgreSqlSink"}}
    resources = {
        "linkedService": {
            "Files": {"type": "FileServer", "typeProperties": {"host": str(data)}},
            "Server": {"type": "AzurePostgreSql",
                       "typeProperties": {"connectionString": postgres or "host=127.0.0.1"}}},
        "dataset": {
            "Csv": dataset("Files", "DelimitedText", {"location": location(".csv"), **CSV}),
            "CsvOut": dataset("Files", "DelimitedText", {"location": location(".weir.csv"), **CSV}),
            "Parquet": dataset("Files", "Parquet", {"location": location(".parquet")}),
            "ParquetOut": dataset("Files", "Parquet", {"location": location(".weir.parquet"),
                                                       "compressionCodec": "snappy"}),
            "Table": dataset("Server", "AzurePostgreSqlTable", {"table": "lineitem"})},
        "pipeline": {
            **control_pipelines(),
            "LineitemToParquet": copy(csv_in, parquet_out, mapping(LINEITEM)),
            "CsvToParquet": copy(csv_in, parquet_out),
            "ParquetToCsv": copy(parquet_in, csv_out),
            "CsvToTable": copy(csv_in, table_out),
            "TableToParquet": copy(table_in, parquet_out)},
    }
    for kind, named in resources.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for name, properties in named.items():
            text = json.dumps({"name": name, "properties": properties}, indent=1)
            (folder / kind / f"{name}.json").write_text(text)
