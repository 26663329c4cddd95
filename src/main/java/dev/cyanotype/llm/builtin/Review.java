package dev.cyanotype.llm.builtin;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.requirements.Cues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says what to change in a blueprint and why, each time naming the resource.
final class Review {

  private static final Cues CUES = Cues.of("/builtin/review.yaml");
  private static final Set<String> BACKED_UP = Set.copyOf(CUES.list("backed_up"));
  private static final Set<String> SPOKEN_TO = Set.copyOf(CUES.list("spoken_to"));
  private static final Set<String> HOLD_DATA = Set.copyOf(CUES.list("hold_data"));
  private static final Set<String> ASK_FOR_FAST_DISKS = Set.copyOf(CUES.list("ask_for_fast_disks"));
  private static final int LARGE_MACHINE = (int) CUES.number("large_machine");
  private static final int OVERSIZED = (int) CUES.number("oversized");
  private static final int MOST = 40;

  private final Blueprint blueprint;
  private final long users;
  private final List<String> suggestions = new ArrayList<>();
  private final Map<String, Integer> running = new HashMap<>();

  private Review(Blueprint blueprint, long users) {
    this.blueprint = blueprint;
    this.users = users;
    blueprint.resources().stream()
        .map(Tier::new)
        .forEach(tier -> running.merge(tier.role(), tier.instances(), Integer::sum));
  }

  static String of(Turn turn, Optional<Blueprint> subject) {
    return subject
        .map(blueprint -> new Review(blueprint, Sizing.usersADay(turn.requirements())).text())
        .orElseGet(() -> Prose.say("improve.nothing"));
  }

  private String text() {
    blueprint.resources().stream().map(Tier::new).forEach(this::review);
    reviewWhole();
    Map<String, Object> values = Map.of("name", blueprint.name(), "count", suggestions.size());
    if (suggestions.isEmpty()) {
      return Prose.say("improve.fine", values);
    }
    String list = Lists.bullets(suggestions.stream().limit(MOST).toList());
    String more =
        suggestions.size() > MOST
            ? "\n\n" + Prose.say("improve.more", Map.of("count", suggestions.size() - MOST))
            : "";
    return Prose.say("improve.intro", values) + "\n\n" + list + more;
  }

  private void review(Tier tier) {
    suggestIf(
        BACKED_UP.contains(tier.role()) && tier.isMachine() && !tier.has("backup"), "backup", tier);
    suggestIf(isSinglePoint(tier), "single_point", tier);
    suggestIf(tier.has("ports") && !tier.has("health_check"), "health_check", tier);
    suggestIf(SPOKEN_TO.contains(tier.role()) && tier.isMachine() && !hasTls(tier), "tls", tier);
    suggestIf(holdsData(tier) && !isTrue(tier, "encrypted"), "encryption", tier);
    suggestIf(
        ASK_FOR_FAST_DISKS.contains(tier.role()) && tier.text("storage_class").equals("hdd"),
        "slow_disk",
        tier);
    suggestIf(isOversized(tier), "oversized", tier);
    suggestIf(isTooSmall(tier), "too_small", tier);
    suggestIf(isOpen(tier), "open_rule", tier);
  }

  private void reviewWhole() {
    boolean serves =
        blueprint.resources().stream().anyMatch(resource -> new Tier(resource).isMachine());
    whole(serves && !hasRole("monitoring"), "monitoring");
    whole(serves && !hasRole("firewall"), "firewall");
    Optional<Tier> front = Parts.front(blueprint.resources()).map(Tier::new);
    front
        .filter(tier -> tier.role().equals("web-server") && !tier.isAutoscaled())
        .ifPresent(tier -> suggestIf(true, "autoscaling", tier));
  }

  private void suggestIf(boolean holds, String key, Tier tier) {
    if (holds) {
      suggestions.add(
          Prose.say(
              "improve." + key,
              Map.of(
                  "name", tier.name(),
                  "role", tier.role().replace('-', ' '),
                  "cpu", tier.cpu(),
                  "instances", Description.instances(tier),
                  "fewest", Math.max(2, Parts.fewestForHighAvailability(tier.role())),
                  "users", Figures.count(users))));
    }
  }

  private void whole(boolean holds, String key) {
    if (holds) {
      suggestions.add(Prose.say("improve." + key, Map.of("name", blueprint.name())));
    }
  }

  private boolean isSinglePoint(Tier tier) {
    return tier.isMachine()
        && Parts.fewestForHighAvailability(tier.role()) > 1
        && running.get(tier.role()) < 2;
  }

  private static boolean hasTls(Tier tier) {
    boolean listens =
        tier.resource().specs().get("listeners") instanceof List<?> listeners
            && listeners.stream()
                .anyMatch(l -> l instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("tls")));
    return isTrue(tier, "tls") || listens;
  }

  private static boolean holdsData(Tier tier) {
    boolean volume = tier.resource().type() == ResourceType.STORAGE;
    return volume || HOLD_DATA.contains(tier.role()) && tier.isMachine() && tier.has("storage");
  }

  private static boolean isTrue(Tier tier, String key) {
    Object value = tier.resource().specs().get(key);
    return value != null && !Boolean.FALSE.equals(value);
  }

  private boolean isOversized(Tier tier) {
    if (users > 0) {
      return Sizing.of(tier, users)
          .map(sizing -> tier.cores() > 4 && tier.cores() > OVERSIZED * sizing.cores())
          .orElse(false);
    }
    return tier.cpu() >= LARGE_MACHINE;
  }

  private boolean isTooSmall(Tier tier) {
    return users > 0 && Sizing.of(tier, users).map(Sizing::isChange).orElse(false);
  }

  /// A rule that lets the internet in everywhere.
  private static boolean isOpen(Tier tier) {
    return tier.resource().specs().get("rules") instanceof List<?> rules
        && rules.stream()
            .anyMatch(
                rule ->
                    rule instanceof Map<?, ?> map
                        && "allow".equals(map.get("action"))
                        && ("internet".equals(map.get("from")) || "any".equals(map.get("from")))
                        && "any".equals(map.get("port")));
  }

  private boolean hasRole(String role) {
    return blueprint.resources().stream()
        .map((Resource resource) -> new Tier(resource).role())
        .anyMatch(role::equals);
  }
}
