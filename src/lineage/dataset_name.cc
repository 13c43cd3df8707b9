#include "lineage/dataset_name.h"

#include <filesystem>
#include <initializer_list>
#include <map>

#include "base/names.h"
#include "copy/location.h"
#include "copy/table_name.h"

namespace weir::lineage {
namespace {

using model::LinkedServiceInstance;

/// How the tables of a store are named.
enum class Form {
  kDatabaseSchemaTable,
  kDatabaseTable,
  kSchemaTable,
  kBigQuery,
  kSnowflake,
  kRedshift,
  kCosmos,
  kKusto,
  kDuckDb,
};

struct TableStore {
  std::string_view type;
  std::string_view scheme;
  std::string_view port;
  std::string_view schema;  ///< Where a table is that names none; empty: unknown.
  Form form = Form::kDatabaseSchemaTable;
};

constexpr TableStore kTableStores[] = {
    {"PostgreSql", "postgres", "5432", "public"},
    {"PostgreSqlV2", "postgres", "5432", "public"},
    {"AzurePostgreSql", "postgres", "5432", "public"},
    {"Greenplum", "postgres", "5432", "public"},
    {"SqlServer", "mssql", "1433", "dbo"},
    {"AzureSqlDatabase", "mssql", "1433", "dbo"},
    {"AzureSqlMI", "mssql", "1433", "dbo"},
    {"AmazonRdsForSqlServer", "mssql", "1433", "dbo"},
    {"AzureSqlDW", "sqlserver", "1433", "dbo", Form::kSchemaTable},
    {"Warehouse", "sqlserver", "1433", "dbo", Form::kSchemaTable},
    {"Oracle", "oracle", "1521", ""},
    {"AmazonRdsForOracle", "oracle", "1521", ""},
    {"Db2", "db2", "50000", ""},
    {"MySql", "mysql", "3306", "", Form::kDatabaseTable},
    {"AzureMySql", "mysql", "3306", "", Form::kDatabaseTable},
    {"MariaDB", "mysql", "3306", "", Form::kDatabaseTable},
    {"AzureMariaDB", "mysql", "3306", "", Form::kDatabaseTable},
    {"Teradata", "teradata", "1025", "", Form::kDatabaseTable},
    {"Hive", "hive", "10000", "", Form::kDatabaseTable},
    {"GoogleBigQuery", "bigquery", "", "", Form::kBigQuery},
    {"GoogleBigQueryV2", "bigquery", "", "", Form::kBigQuery},
    {"Snowflake", "snowflake", "", "PUBLIC", Form::kSnowflake},
    {"SnowflakeV2", "snowflake", "", "PUBLIC", Form::kSnowflake},
    {"AmazonRedshift", "redshift", "5439", "public", Form::kRedshift},
    {"CosmosDb", "azurecosmos", "", "", Form::kCosmos},
    {"AzureDataExplorer", "azurekusto", "", "", Form::kKusto},
    {"DuckDB", "duckdb", "", "main", Form::kDuckDb},
};

const TableStore* FindTableStore(std::string_view type) {
  for (const TableStore& one : kTableStores) {
    if (SameName(one.type, type)) return &one;
  }
  return nullptr;
}

/// Without blanks, in lower case.
std::string Spelled(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c != ' ' && c != '_') out += c;
  }
  return NameKey(out);
}

/// What a linked service says of where its store is: its own properties, and the parts of a
/// connection string that is there in clear.
class Settings {
 public:
  explicit Settings(const LinkedServiceInstance& service) {
    const Json& own = service.type_properties();
    const std::string text = model::SettingText(own["connectionString"]);
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(';', at), text.size());
      const std::string_view part = std::string_view(text).substr(at, end - at);
      const size_t equals = part.find('=');
      if (equals != std::string_view::npos) {
        values_[Spelled(part.substr(0, equals))] = std::string(part.substr(equals + 1));
      }
      at = end + 1;
    }
    for (const Json::Member& member : own.members()) {
      const bool number = member.value.is_int();
      const std::string value = number ? DumpJson(member.value) : model::SettingText(member.value);
      if (!value.empty()) values_[Spelled(member.name)] = value;
    }
  }

  /// The first of them that has a value.
  std::string Get(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      const auto found = values_.find(name);
      if (found != values_.end() && !found->second.empty()) return found->second;
    }
    return {};
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// "https://user:secret@a.b:80/c?sig=…" → "a.b:80".
std::string Authority(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t start = scheme == std::string::npos ? 0 : scheme + 3;
  std::string host = url.substr(start, url.find_first_of("/?#", start) - start);
  const size_t at = host.rfind('@');
  return at == std::string::npos ? host : host.substr(at + 1);
}

/// The account of "https://account.blob.core.windows.net/…", or of an emulator's path.
std::string AccountOfUrl(const std::string& url) {
  if (url.empty()) return {};
  const std::string host = Authority(url);
  const bool named = host.find_first_not_of("0123456789.:") != std::string::npos &&
                     host.find('.') != std::string::npos;
  if (named) return host.substr(0, host.find('.'));
  const size_t path = url.find('/', url.find("://") + 3);
  if (path == std::string::npos) return host;
  return url.substr(path + 1, url.find_first_of("/?", path + 1) - path - 1);
}

struct HostPort {
  std::string host;
  std::string port;
};

/// "tcp:host,1433", "host:5432", "host\\instance".
HostPort HostOf(const Settings& settings, std::string_view port_default) {
  HostPort place{
      settings.Get({"server", "host", "servername", "datasource", "address", "networkaddress"}),
      settings.Get({"port"})};
  if (place.host.starts_with("tcp:")) place.host.erase(0, 4);
  place.host = Authority(place.host);
  size_t cut = place.host.find(',');
  if (cut == std::string::npos && place.host.find(':') == place.host.rfind(':')) {
    cut = place.host.find(':');
  }
  if (cut != std::string::npos) {
    place.port = place.host.substr(cut + 1);
    place.host.resize(cut);
  }
  if (place.port.empty()) place.port = port_default;
  return place;
}

std::string Dotted(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) out += (out.empty() ? "" : ".") + part;
  }
  return out;
}

DatasetName Unplaced(const LinkedServiceInstance& store, std::string name,
                     const std::string& factory) {
  return {"weir://" + factory + "/" + store.name, std::move(name)};
}

DatasetName OfDuckDb(const Settings& settings, const std::string& schema,
                     const std::string& table) {
  std::string path = settings.Get({"path"});
  std::error_code failed;
  const auto absolute = std::filesystem::weakly_canonical(path, failed);
  if (!failed && !path.starts_with(':')) path = absolute.string();
  return {"duckdb://" + path, Dotted({std::filesystem::path(path).stem().string(), schema, table})};
}

DatasetName OfServer(const TableStore& kind, const Settings& settings, const HostPort& place,
                     const std::string& schema, const std::string& table) {
  const std::string database =
      settings.Get({"database", "initialcatalog", "dbname", "db", "servicename", "sid"});
  std::string space = std::string(kind.scheme) + "://" + place.host + ":" + place.port;
  switch (kind.form) {
    case Form::kDatabaseTable:
      // What they call a schema is a database.
      return {space, Dotted({schema.empty() ? database : schema, table})};
    case Form::kSchemaTable:
      return {space, Dotted({schema, table})};
    case Form::kRedshift: {
      const std::string rest = place.host.substr(std::min(place.host.find('.'), place.host.size()));
      const size_t region = rest.find('.', 1);
      if (region != std::string::npos) {
        space = "redshift://" + place.host.substr(0, place.host.find('.')) +
                rest.substr(region, rest.find('.', region + 1) - region) + ":" + place.port;
      }
      break;
    }
    case Form::kDatabaseSchemaTable:
    case Form::kBigQuery:
    case Form::kSnowflake:
    case Form::kCosmos:
    case Form::kKusto:
    case Form::kDuckDb:
      break;
  }
  return {space, Dotted({database, schema, table})};
}

/// Stores of tables; nothing in `space` if their place is not known.
DatasetName OfTable(const TableStore& kind, const LinkedServiceInstance& store,
                    const std::string& named_schema, const std::string& table) {
  const Settings settings(store);
  const std::string schema = named_schema.empty() ? std::string(kind.schema) : named_schema;
  const std::string database = settings.Get({"database", "initialcatalog", "db"});
  switch (kind.form) {
    case Form::kBigQuery:
      return {"bigquery", Dotted({settings.Get({"projectid", "project"}), named_schema, table})};
    case Form::kSnowflake: {
      std::string account = settings.Get({"accountidentifier", "account"});
      if (account.empty()) account = Authority(settings.Get({"host", "server"}));
      account = account.substr(0, account.find(".snowflakecomputing.com"));
      if (account.empty()) return {};
      return {"snowflake://" + account, Dotted({database, schema, table})};
    }
    case Form::kCosmos: {
      const std::string host = Authority(settings.Get({"accountendpoint"}));
      if (host.empty()) return {};
      return {"azurecosmos://" + host + "/dbs/" + database, "colls/" + table};
    }
    case Form::kKusto: {
      const std::string host = Authority(settings.Get({"endpoint"}));
      if (host.empty()) return {};
      return {"azurekusto://" + host, database + "/" + table};
    }
    case Form::kDuckDb:
      return OfDuckDb(settings, schema, table);
    case Form::kDatabaseSchemaTable:
    case Form::kDatabaseTable:
    case Form::kSchemaTable:
    case Form::kRedshift:
      break;
  }
  const HostPort place = HostOf(settings, kind.port);
  if (place.host.empty()) return {};
  return OfServer(kind, settings, place, schema, table);
}

/// The folder of this machine, or the share, that a FileServer names.
DatasetName OfFolder(const Settings& settings, const std::string& path) {
  std::string host = settings.Get({"host"});
  for (char& c : host) {
    if (c == '\\') c = '/';
  }
  if (host.starts_with("//")) {
    const size_t share = host.find('/', 2);
    const std::string rest = share == std::string::npos ? "" : host.substr(share + 1);
    return {"file://" + host.substr(2, share == std::string::npos ? share : share - 2),
            copy::JoinPath(rest, path)};
  }
  if (host.empty()) return {};
  std::error_code failed;
  const auto absolute = std::filesystem::weakly_canonical(host, failed);
  if (!failed && host.find(':') == std::string::npos) host = absolute.string();
  const bool rooted = host.starts_with('/');
  return {"file", (rooted ? "/" : "") + copy::JoinPath(host, path)};
}

DatasetName OfFiles(const LinkedServiceInstance& store, const copy::FileLocation& location) {
  const Settings settings(store);
  const std::string inside = copy::JoinPath(location.folder, location.file);
  const std::string path = copy::JoinPath(location.root, inside);
  const auto is = [&](std::string_view type) { return SameName(store.type, type); };
  if (is("AzureBlobStorage") || is("AzureStorage") || is("AzureBlobFS") ||
      is("AzureDataLakeStore")) {
    std::string account = settings.Get({"accountname"});
    if (account.empty()) {
      account = AccountOfUrl(settings.Get({"serviceendpoint", "url", "sasuri", "containeruri",
                                           "blobendpoint", "datalakestoreuri"}));
    }
    if (account.empty()) return {};
    const std::string scheme = is("AzureBlobFS") ? "abfss://" : "wasbs://";
    return {scheme + location.root + "@" + account + ".dfs.core.windows.net", inside};
  }
  if (is("AmazonS3") || is("AmazonS3Compatible") || is("OracleCloudStorage")) {
    const bool keyed = inside.empty() && !location.prefix.empty();
    return {"s3://" + location.root, keyed ? location.prefix : inside};
  }
  if (is("GoogleCloudStorage")) return {"gs://" + location.root, inside};
  if (is("FileServer") || is("OnPremisesFileServer")) return OfFolder(settings, path);
  if (is("AzureFileStorage")) {
    const std::string account = settings.Get({"accountname"});
    const std::string share = settings.Get({"fileshare"});
    if (account.empty()) return {};
    return {"file://" + account + ".file.core.windows.net", copy::JoinPath(share, path)};
  }
  if (is("Hdfs")) return {"hdfs://" + Authority(settings.Get({"url"})), "/" + path};
  if (is("HttpServer")) {
    const std::string url = settings.Get({"url"});
    const std::string host = Authority(url);
    const size_t scheme = url.find("://");
    if (host.empty() || scheme == std::string::npos) return {};
    const std::string path_of = url.substr(std::min(url.find('/', scheme + 3), url.size()));
    return {url.substr(0, scheme + 3) + host,
            copy::JoinPath(path_of.substr(0, path_of.find('?')), location.FilePath())};
  }
  if (is("Sftp") || is("FtpServer")) return {"file://" + settings.Get({"host"}), path};
  return {};
}

/// The table, collection or the like that a dataset of no known table store names.
std::string OtherName(const model::DatasetInstance& dataset) {
  const Json& own = dataset.type_properties();
  for (const char* name : {"collection", "collectionName", "container", "table", "tableName",
                           "objectApiName", "entityName", "index", "relativeUrl", "path"}) {
    if (own[name].is_string() && !own[name].as_string().empty()) return own[name].as_string();
  }
  return dataset.name;
}

}  // namespace

DatasetName NameOf(const model::DatasetInstance& dataset, const std::string& factory) {
  const LinkedServiceInstance& store = dataset.linked_service;
  DatasetName name;
  std::string inside;
  if (copy::IsFileDataset(dataset)) {
    const Result<copy::FileLocation> location = copy::LocateFiles(dataset);
    if (location) {
      name = OfFiles(store, *location);
      inside = location->FilePath();
    }
  } else if (const TableStore* kind = FindTableStore(store.type)) {
    const connectors::TableName table = copy::TableOf(dataset);
    const bool named = !table.table.empty();
    inside = named ? table.ToString() : OtherName(dataset);
    // A dataset for queries has no table: it is what its own name says.
    name = named || kind->form == Form::kCosmos
               ? OfTable(*kind, store, table.schema, named ? table.table : inside)
               : DatasetName();
  } else {
    inside = OtherName(dataset);
  }
  if (!name.space.empty() && !name.name.empty()) return name;
  if (!name.space.empty()) return {name.space, "/"};  // The whole container.
  return Unplaced(store, inside.empty() ? dataset.name : inside, factory);
}

DatasetName NameOf(const LinkedServiceInstance& store, const connectors::TableName& table,
                   const std::string& factory) {
  const TableStore* kind = FindTableStore(store.type);
  if (kind != nullptr) {
    DatasetName name = OfTable(*kind, store, table.schema, table.table);
    if (!name.space.empty()) return name;
  }
  return Unplaced(store, table.ToString(), factory);
}

}  // namespace weir::lineage
