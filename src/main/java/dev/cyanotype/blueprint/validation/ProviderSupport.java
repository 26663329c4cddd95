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

  private static final Map<Provider, List<ResourceType>> TYPES = load();

  private ProviderSupport() {}

  private static Map<Provider, List<ResourceType>> load() {
    Map<Provider, List<ResourceType>> types = new EnumMap<>(Provider.class);
    ((Map<?, ?>) ValidationTables.read("providers"))
        .forEach(
            (provider, ids) ->
                types.put(
                    Provider.of(provider).orElseThrow(),
                    ((List<?>) ids)
                        .stream().map(id -> ResourceType.of(id).orElseThrow()).toList()));
    return types;
  }

  static void check(Blueprint blueprint, Violations violations) {
    for (int i = 0; i < blueprint.resources().size(); i++) {
      Resource resource = blueprint.resources().get(i);
      if (!TYPES.get(resource.provider()).contains(resource.type())) {
        violations.add(
            Violation.error(
                Rule.PROVIDER_TYPE, "/resources/" + i + "/provider", message(resource)));
      }
    }
  }

  private static String message(Resource resource) {
    String types =
        TYPES.get(resource.provider()).stream()
            .map(ResourceType::id)
            .collect(Collectors.joining(", "));
    String providers =
        TYPES.entrySet().stream()
            .filter(entry -> entry.getValue().contains(resource.type()))
            .map(entry -> entry.getKey().id())
            .collect(Collectors.joining(" or "));
    return "'%s' makes no %s, only %s: use another type, or %s"
        .formatted(resource.provider().id(), resource.type().id(), types, providers);
  }
}
