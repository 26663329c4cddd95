package dev.cyanotype.blueprint.audit;

import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A resource as the checks look at it.
///
/// @param index of the resource in its blueprint
record Subject(Resource resource, int index, List<Setting> settings) {

  private static final List<String> COUNTS = List.of("replicas", "nodes", "min_replicas");

  static Subject of(Resource resource, int index) {
    return new Subject(resource, index, Setting.of(resource));
  }

  String name() {
    return resource.name();
  }

  Map<String, Object> specs() {
    return resource.specs();
  }

  /// In lower case; empty where there is none.
  String role() {
    return text("role");
  }

  boolean hasRole(Set<String> roles) {
    return roles.contains(role());
  }

  /// Of a network or storage: what it is more exactly.
  boolean isKind(String kind) {
    return kind.equals(text("kind")) || kind.equals(role());
  }

  /// True for machines, containers and what runs on them.
  boolean runs() {
    return switch (resource.type()) {
      case COMPUTE, SERVICE -> true;
      case NETWORK, STORAGE -> false;
    };
  }

  boolean isStorage() {
    return resource.type() == ResourceType.STORAGE;
  }

  /// The value in the specs, in lower case; empty where there is none.
  String text(String key) {
    return lower(specs().get(key));
  }

  static String lower(Object value) {
    return value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
  }

  /// Set to anything but `false`.
  boolean has(String key) {
    return specs().containsKey(key) && !Boolean.FALSE.equals(specs().get(key));
  }

  boolean isTrue(String key) {
    return Boolean.TRUE.equals(specs().get(key));
  }

  Stream<Map<?, ?>> maps(String key) {
    return specs().get(key) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(item -> (Map<?, ?>) item)
        : Stream.empty();
  }

  Map<?, ?> map(String key) {
    return specs().get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  boolean hasSetting(String... parts) {
    return settings.stream()
        .anyMatch(setting -> Stream.of(parts).anyMatch(part -> setting.key().contains(part)));
  }

  /// True where there are two of it at least.
  boolean isSeveral() {
    return COUNTS.stream().anyMatch(key -> atLeastTwo(specs().get(key)))
        || atLeastTwo(map("autoscaling").get("min"));
  }

  private static boolean atLeastTwo(Object count) {
    return count instanceof Number number && number.intValue() >= 2;
  }
}
