package dev.cyanotype.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleTest {

  @Test
  void textCannotSteerTheTerminal() {
    assertThat(Console.harmless("\u001b[2Jgone\u0007\u009b31m\r\tok\n😀"))
        .isEqualTo("[2Jgone31m\tok\n😀");
  }
}
