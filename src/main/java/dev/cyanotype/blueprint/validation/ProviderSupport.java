package dev.cyanotype.blueprint.validation;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.Rule;
import dev.cyanotype.blueprint.Violation;
import dev.cyanotype.blueprint.Violations;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Whether a resource's provider can make what it is, by the table `validation/providers.yaml`.
final class ProviderSupport {

  private record Support(List<ResourceType> types, List<ResourceType> withImage) {

    static Support of(Map<?, ?> entry) {
      return new Support(types(entry.get("types")), types(entry.get("with_image")));
    }

    private static List<ResourceType> types(Object ids) {
      return ids instanceof List<?> list
          ? list.stream().map(id -> ResourceType.of(id).orElseThrow()).toList()
          : List.of();
    }

    boolean makes(Resource resource) {
      return types.contains(resource.type())
          || (withImage.contains(resource.type()) && resource.specs().containsKey("image"));
    }
  }

  private static final Map<Provider, Support> PROVIDERS = load();

  private ProviderSupport() {}

  private static Map<Provider, Support> load() {
    Map<Provider, Support> providers = new EnumMap<>(Provider.class);
    ((Map<?, ?>) ValidationTables.read("providers"))
        .forEach(
            (id, entry) ->
                providers.put(Provider.of(id).orElseThrow(), Support.of((Map<?, ?>) entry)));
    return providers;
  }

  static void check(Blueprint blueprint, Violations violations) {
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      if (!PROVIDERS.get(resource.provider()).makes(resource)) {
        violations.add(
            Violation.error(
                Rule.PROVIDER_TYPE, "/resources/" + i + "/provider", message(resource)));
      }
    }
  }

  private static String message(Resource resource) {
    Support support = PROVIDERS.get(resource.provider());
    String providers =
        PROVIDERS.entrySet().stream()
            .filter(entry -> entry.getValue().makes(resource))
            .map(entry -> entry.getKey().id())
            .collect(Collectors.joining(" or "));
    return "'%s' makes no %s%s: use type %s, or provider %s"
        .formatted(
            resource.provider().id(),
            resource.type().id(),
            support.withImage().contains(resource.type()) ? " without an image" : "",
            support.types().stream().map(ResourceType::id).collect(Collectors.joining(", ")),
            providers);
  }
}
