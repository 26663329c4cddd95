package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.blueprint.YamlDocument;
import dev.cyanotype.blueprint.YamlSyntaxException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What became of a YAML text that should be a price catalogue. Fields that are not known are
/// refused, so that no price is lost to a misspelling.
sealed interface CatalogueReading {

  record Accepted(PriceCatalogue catalogue) implements CatalogueReading {}

  /// @param line counted from 1; null where the whole text is meant
  record Refused(Integer line, String reason) implements CatalogueReading {}

  static CatalogueReading of(String yaml) {
    YamlDocument document;
    try {
      document = YamlDocument.parse(yaml);
    } catch (YamlSyntaxException e) {
      return new Refused(e.line(), e.getMessage());
    }
    try {
      return new Accepted(new Reader().catalogue(document.tree()));
    } catch (Reader.Broken e) {
      return new Refused(document.line(e.pointer), (e.pointer + " " + e.getMessage()).strip());
    }
  }

  final class Reader {

    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final BigDecimal MOST = new BigDecimal("1000000");
    private static final int MOST_NAMES = 500;
    private static final Set<String> FIELDS =
        Set.of(
            "id",
            "name",
            "currency",
            "date",
            "basis",
            "assumptions",
            "exchange_rates",
            "prices",
            "default_storage_class");
    private static final Set<String> PRICES =
        Set.of("vcpu", "memory_gb", "storage_gb", "gpu", "default_gpu", "instance", "network");

    private LocalDate date;

    private static final class Broken extends RuntimeException {
      private static final long serialVersionUID = 1;
      private final String pointer;

      Broken(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
      }
    }

    PriceCatalogue catalogue(Object tree) {
      Map<?, ?> map = object(tree, "", FIELDS);
      date = date(map, "");
      Map<?, ?> prices = object(map.get("prices"), "/prices", PRICES);
      Map<String, ListPrice> storage = named(prices, "storage_gb", "GB of storage");
      return new PriceCatalogue(
          matching(map, "id", ID, "must be lower-case letters, digits and '-', at most 63"),
          text(map, "name", ""),
          matching(map, "currency", CURRENCY, "must be an ISO 4217 code such as USD"),
          date,
          text(map, "basis", ""),
          assumptions(map.get("assumptions")),
          rates(map.get("exchange_rates")),
          price(prices, "vcpu", "vCPU"),
          price(prices, "memory_gb", "GB of memory"),
          storage,
          storageClass(map, storage),
          named(prices, "gpu", "card"),
          price(prices, "default_gpu", "card"),
          price(prices, "instance", "running machine or container"),
          named(prices, "network", "network resource"));
    }

    private static String storageClass(Map<?, ?> map, Map<String, ListPrice> storage) {
      String name = text(map, "default_storage_class", "");
      require(
          storage.containsKey(name),
          "/default_storage_class",
          "must be one of the classes in /prices/storage_gb, not '" + name + "'");
      return name;
    }

    private static List<String> assumptions(Object value) {
      require(value == null || value instanceof List, "/assumptions", "must be a list of texts");
      List<String> texts = new ArrayList<>();
      for (Object item : value == null ? List.of() : (List<?>) value) {
        require(item instanceof String, "/assumptions/" + texts.size(), "must be a text");
        texts.add((String) item);
      }
      return texts;
    }

    private static Optional<ExchangeRates> rates(Object value) {
      if (value == null) {
        return Optional.empty();
      }
      String pointer = "/exchange_rates";
      Map<?, ?> map = object(value, pointer, Set.of("date", "basis", "rates"));
      Map<String, BigDecimal> rates = new LinkedHashMap<>();
      for (Map.Entry<?, ?> rate : object(map.get("rates"), pointer + "/rates").entrySet()) {
        String place = place(pointer + "/rates", rate.getKey());
        String code = rate.getKey().toString();
        require(CURRENCY.matcher(code).matches(), place, "must be an ISO 4217 code such as EUR");
        BigDecimal worth = decimal(rate.getValue(), place);
        require(worth.signum() > 0, place, "must be more than 0");
        rates.put(code, worth);
      }
      return Optional.of(new ExchangeRates(date(map, pointer), text(map, "basis", pointer), rates));
    }

    private Map<String, ListPrice> named(Map<?, ?> prices, String key, String unit) {
      Map<?, ?> map = object(prices.get(key), "/prices/" + key);
      require(map.size() <= MOST_NAMES, "/prices/" + key, "has more than " + MOST_NAMES);
      Map<String, ListPrice> named = new LinkedHashMap<>();
      map.forEach(
          (name, value) ->
              named.put(
                  name.toString(),
                  price(key + "." + name, value, place("/prices/" + key, name), unit)));
      return named;
    }

    private ListPrice price(Map<?, ?> prices, String key, String unit) {
      return price(key, prices.get(key), "/prices/" + key, unit);
    }

    private ListPrice price(String name, Object value, String pointer, String unit) {
      Map<?, ?> map = object(value, pointer, Set.of("low", "high", "basis", "date"));
      BigDecimal low = decimal(map.get("low"), pointer + "/low");
      BigDecimal high = decimal(map.get("high"), pointer + "/high");
      require(high.compareTo(low) >= 0, pointer + "/high", "must be at least as much as low");
      LocalDate when = map.containsKey("date") ? date(map, pointer) : date;
      return new ListPrice(name, unit, new Price(low, high), text(map, "basis", pointer), when);
    }

    private static BigDecimal decimal(Object value, String pointer) {
      require(value instanceof Number, pointer, "must be a number");
      BigDecimal number = new BigDecimal(value.toString());
      boolean inBounds = number.signum() >= 0 && number.compareTo(MOST) <= 0;
      require(inBounds, pointer, "must be from 0 to " + MOST.toPlainString());
      return number;
    }

    private static LocalDate date(Map<?, ?> map, String pointer) {
      try {
        return LocalDate.parse(text(map, "date", pointer));
      } catch (DateTimeParseException _) {
        throw new Broken(pointer + "/date", "must be a date such as \"2025-06-30\"");
      }
    }

    private static String matching(Map<?, ?> map, String key, Pattern pattern, String message) {
      String text = text(map, key, "");
      require(pattern.matcher(text).matches(), "/" + key, message);
      return text;
    }

    private static String text(Map<?, ?> map, String key, String pointer) {
      boolean isText = map.get(key) instanceof String text && !text.isBlank();
      require(isText, pointer + "/" + key, "must be a text that is not empty");
      return (String) map.get(key);
    }

    private static Map<?, ?> object(Object value, String pointer, Set<String> known) {
      Map<?, ?> map = object(value, pointer);
      for (Object key : map.keySet()) {
        require(
            known.contains(key.toString()),
            place(pointer, key),
            "is not a field here; known are "
                + String.join(", ", known.stream().sorted().toList()));
      }
      return map;
    }

    private static Map<?, ?> object(Object value, String pointer) {
      require(value instanceof Map, pointer, "must be there, with named fields");
      return (Map<?, ?>) value;
    }

    private static String place(String pointer, Object key) {
      return pointer + "/" + JsonPointers.escape(key.toString());
    }

    private static void require(boolean holds, String pointer, String message) {
      if (!holds) {
        throw new Broken(pointer, message);
      }
    }
  }
}
