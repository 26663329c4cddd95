package dev.cyanotype.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db:5432/shop, jdbc:postgresql://db:5432/shop",
    "jdbc:postgresql:shop, jdbc:postgresql:shop",
    "postgres://db/shop, jdbc:postgresql://db/shop",
    "' postgresql://db:5433/shop?sslmode=require ', jdbc:postgresql://db:5433/shop?sslmode=require",
    "postgres://[::1]:5432/shop, jdbc:postgresql://[::1]:5432/shop",
  })
  void addressIsThatOfJdbc(String given, String jdbc) {
    assertThat(DatabaseUrl.of(given))
        .isEqualTo(new DatabaseUrl(jdbc, Optional.empty(), Optional.empty()));
  }

  @Test
  void userAndPasswordStandBeforeTheHost() {
    DatabaseUrl url = DatabaseUrl.of("postgres://ann:p%40ss%3A+%24w@db/shop");

    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db/shop");
    assertThat(url.username()).hasValue("ann");
    assertThat(url.password()).hasValue("p@ss:+$w");
    assertThat(url.toString()).doesNotContain("p@ss", "p%40ss");
  }

  @Test
  void parametersAreNotShown() {
    assertThat(DatabaseUrl.of("jdbc:postgresql://db/shop?user=ann&password=hunter2").shown())
        .isEqualTo("jdbc:postgresql://db/shop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db",
        "jdbc:postgresql:",
        "jdbc:mysql://db/shop",
        "mysql://db",
        "postgres://",
        "postgres://ann:hunter2@/shop",
        "postgres://ann:hunter2 @db/shop",
        "postgres://ann:hunter2%zz@db/shop"
      })
  void anythingElseIsRefusedWithoutBeingShown(String given) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseUrl.of(given))
        .withMessageContaining("set CYANOTYPE_DATABASE_URL")
        .withMessageNotContaining("hunter2");
  }
}
