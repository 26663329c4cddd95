package dev.cyanotype.deployment.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.ResourceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkTest {

  private static Mark mark(String resource, String... dependencies) {
    return new Mark(
        "9f1c7f9e-3f2b-4f57-8a6b-0b0a0b7e2c11",
        101,
        3,
        resource,
        ResourceType.SERVICE,
        1,
        2,
        List.of(dependencies),
        Map.of("template", resource),
        Map.of(resource, "mp0"),
        true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "a} --> <!-- cyanotype {",
        "`--> \\ \" $1 \n % ü 漢",
        "<!-- cyanotype {\"blueprint\":\"x\",\"resource\":\"y\",\"type\":\"service\"} -->"
      })
  void isReadAsWritten(String name) {
    Mark mark = mark(name, name, "other");

    String notes = mark.written("Somebody's own.");

    assertThat(Mark.in(notes)).contains(mark);
    assertThat(Mark.in(mark(name).written(notes))).contains(mark(name));
    assertThat(mark(name).written(notes)).contains("Somebody's own.").containsOnlyOnce("<!--");
  }

  @Test
  void otherNotesHaveNone() {
    assertThat(Mark.in("")).isEmpty();
    assertThat(Mark.in("<!-- cyanotype {} -->")).isEmpty();
    assertThat(Mark.in("<!-- cyanotype {\"blueprint\": -->")).isEmpty();
    assertThat(Mark.in("<!-- cyanotype {\"blueprint\":1,\"resource\":[],\"type\":\"x\"} -->"))
        .isEmpty();
  }
}
