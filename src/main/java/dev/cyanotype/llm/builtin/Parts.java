package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.requirements.Cues;
import dev.cyanotype.requirements.Requirements;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known about the parts that blueprints are made of.
final class Parts {

  private static final Cues CUES = Cues.of("/builtin/parts.yaml");
  private static final Map<String, Part> PARTS = parts();
  private static final Map<String, Map<String, Object>> PRODUCTS = CUES.sections("products");
  private static final Map<String, Object> HIGHLY_AVAILABLE = CUES.section("highly_available");
  static final Set<String> LEAVES = Set.copyOf(CUES.list("leaves"));
  static final Set<String> SHARED = Set.copyOf(CUES.list("shared"));
  static final Set<String> COMPANIONS = Set.copyOf(CUES.list("companions"));
  private static final List<String> FRONT = CUES.list("front");

  private Parts() {}

  /// @param technologies of which one is needed to be the part; none for any
  /// @param donors ids of the templates that can lend the part
  record Part(
      String id,
      Set<String> roles,
      Set<String> technologies,
      List<String> donors,
      Set<String> leaves,
      boolean consumed,
      boolean fronts) {

    boolean is(Resource resource) {
      Tier tier = new Tier(resource);
      return roles.contains(tier.role())
          && (technologies.isEmpty()
              || tier.technologies().stream().anyMatch(technologies::contains));
    }
  }

  /// @param port on which the product answers
  /// @param specs what its image needs to start
  record Product(String name, String image, int port, Map<String, Object> specs) {

    private static final Set<String> OWN = Set.of("env", "environment", "command", "files");

    /// The tier with what this product needs, and nothing of what another one did.
    ///
    /// @param upstream what it stands before
    Tier fitted(Tier tier, Optional<Resource> upstream) {
      Tier fitted = tier;
      for (String key : OWN) {
        fitted = fitted.without(key);
      }
      for (Map.Entry<String, Object> spec : specs.entrySet()) {
        fitted = fitted.with(spec.getKey(), filled(spec.getValue(), upstream));
      }
      return fitted;
    }

    private static Object filled(Object value, Optional<Resource> upstream) {
      return switch (value) {
        case String text ->
            upstream
                .map(one -> text.replace("{upstream}", one.name()).replace("{port}", port(one)))
                .orElse(text);
        case List<?> list -> list.stream().map(item -> filled(item, upstream)).toList();
        case Map<?, ?> map -> filled(map, upstream);
        default -> value;
      };
    }

    private static Map<String, Object> filled(Map<?, ?> map, Optional<Resource> upstream) {
      Map<String, Object> filled = new LinkedHashMap<>();
      map.forEach((key, value) -> filled.put(key.toString(), filled(value, upstream)));
      return filled;
    }

    private static String port(Resource resource) {
      return resource.specs().get("ports") instanceof List<?> ports && !ports.isEmpty()
          ? ports.getFirst().toString()
          : "80";
    }
  }

  static Optional<Part> part(String id) {
    return Optional.ofNullable(PARTS.get(id));
  }

  static Optional<Product> product(String name) {
    return Optional.ofNullable(PRODUCTS.get(name))
        .map(
            product ->
                new Product(
                    name,
                    product.get("image").toString(),
                    ((Number) product.get("port")).intValue(),
                    specs(product.get("specs"))));
  }

  @SuppressWarnings("unchecked") // keys are texts in what YamlDocument gives
  private static Map<String, Object> specs(Object specs) {
    return specs instanceof Map<?, ?> ? (Map<String, Object>) specs : Map.of();
  }

  /// Whether a resource is of the component or made with the technology that `wanted` names.
  static boolean is(Resource resource, String wanted) {
    Part part = PARTS.get(wanted);
    if (part != null) {
      return part.is(resource);
    }
    boolean made = new Tier(resource).technologies().contains(wanted);
    return made
        && Requirements.kindOf(wanted)
            .flatMap(Parts::part)
            .map(kind -> kind.is(resource))
            .orElse(true);
  }

  static boolean has(Collection<Resource> resources, String wanted) {
    return resources.stream().anyMatch(resource -> is(resource, wanted));
  }

  /// What serves the users.
  static Optional<Resource> front(List<Resource> resources) {
    for (String role : FRONT) {
      Optional<Resource> front =
          resources.stream().filter(resource -> new Tier(resource).role().equals(role)).findFirst();
      if (front.isPresent()) {
        return front;
      }
    }
    return Optional.empty();
  }

  /// How few of a role survive the loss of one without a gap; 1 where nothing is said about it.
  static int fewestForHighAvailability(String role) {
    return HIGHLY_AVAILABLE.get(role) instanceof Number number ? number.intValue() : 1;
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    CUES.sections("parts")
        .forEach(
            (id, part) ->
                parts.put(
                    id,
                    new Part(
                        id,
                        set(part, "roles"),
                        set(part, "technologies"),
                        Cues.texts(part.get("from")),
                        set(part, "leaves"),
                        Boolean.TRUE.equals(part.get("consumed")),
                        Boolean.TRUE.equals(part.get("fronts")))));
    return parts;
  }

  private static Set<String> set(Map<String, Object> part, String key) {
    return new LinkedHashSet<>(Cues.texts(part.get(key)));
  }
}
