package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyListTest {

  private static final String SECRET = "correct-horse-battery-staple";
  private static final String DIGEST =
      "87cbebfeebc05f7c54ac9336c4b4bbec831227a641951a4bde7edd56020f8590";

  private static List<Role> roles(String list, String secret) {
    ApiKey key = ApiKeyList.parse(list).find(secret).orElseThrow();
    return Arrays.stream(Role.values()).filter(key::has).toList();
  }

  @Test
  void keyWithoutRolesMayDoEverythingShortOfDeploying() {
    assertThat(roles("ann:" + SECRET, SECRET)).containsExactly(Role.READ, Role.WRITE);
  }

  @ParameterizedTest
  @CsvSource({
    "read, READ",
    "deploy, DEPLOY",
    "write+read, READ+WRITE",
    "read+write+deploy, READ+WRITE+DEPLOY",
    "read+read, READ",
  })
  void rolesAreThoseNamed(String written, String expected) {
    assertThat(roles("ann:" + written + ":" + SECRET, SECRET))
        .extracting(Role::name)
        .containsExactly(expected.split("\\+"));
  }

  @Test
  void hashStandsForItsSecret() {
    assertThat(roles("ann:sha256:" + DIGEST, SECRET)).containsExactly(Role.READ, Role.WRITE);
    assertThat(roles("ann:deploy:sha256:" + DIGEST.toUpperCase(Locale.ROOT), SECRET))
        .containsExactly(Role.DEPLOY);
    assertThat(ApiKeyList.parse("ann:sha256:" + DIGEST).find(DIGEST)).isEmpty();
  }

  @Test
  void hashIsWhatTheDocumentedCommandPrints() {
    assertThat(HexFormat.of().formatHex(ApiKey.digestOf(SECRET))).isEqualTo(DIGEST);
  }

  @Test
  void entriesStandInOneLineOrSeveral() {
    ApiKeys keys =
        ApiKeyList.parse(
            " a:aaaaaaaaaaaaaaaa , b:bbbbbbbbbbbbbbbb==\r\n\nc:read:cccccccccccccccc\n");

    assertThat(keys).hasToString("a, b, c");
    assertThat(keys.find("aaaaaaaaaaaaaaaa")).hasToString("Optional[a]");
    assertThat(keys.find("bbbbbbbbbbbbbbbb==")).hasToString("Optional[b]");
    assertThat(keys.find("cccccccccccccccc")).hasToString("Optional[c]");
    assertThat(keys.find("cccccccccccccccC")).isEmpty();
    assertThat(keys.find("")).isEmpty();
  }

  @Test
  void keyIsChangedWithoutAGapByNamingItTwice() {
    ApiKeys keys = ApiKeyList.parse("a:aaaaaaaaaaaaaaaa,a:bbbbbbbbbbbbbbbb");

    assertThat(keys.find("aaaaaaaaaaaaaaaa")).hasToString("Optional[a]");
    assertThat(keys.find("bbbbbbbbbbbbbbbb")).hasToString("Optional[a]");
    assertThat(keys).hasToString("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cr3t-s3cr3t-s3cr3t",
        "ann:s3cr3t",
        "ann:",
        ":s3cr3t-s3cr3t-s3cr3t",
        "a n:s3cr3t-s3cr3t-s3cr3t",
        "ann:s3cr3t-s3cr3t s3cr3t",
        "ann:s3cr3t-s3cr3t-s3cr3té",
        "ann:s3cr3t-s3cr3t-s3cr3t:s3cr3t-s3cr3t-s3cr3t",
        "ann:s3cr3t:read:s3cr3t-s3cr3t-s3cr3t",
        "ann::s3cr3t-s3cr3t-s3cr3t",
        "ann:read+:s3cr3t-s3cr3t-s3cr3t",
        "ann:READ:s3cr3t-s3cr3t-s3cr3t",
        "ann:s3cr3t:sha256:00",
        "ann:sha256:s3cr3t-s3cr3t-s3cr3t",
        "ann:sha256:",
        "ann:sha256",
        "ann:read:sha256:s3cr3t-s3cr3t-s3cr3t:x",
        "sha256:s3cr3t-s3cr3t-s3cr3t",
      })
  void entryThatIsWrongIsNamedByItsNumberAndNeverShown(String entry) {
    String list = "first:aaaaaaaaaaaaaaaa," + entry + ",third:bbbbbbbbbbbbbbbb";

    assertThatThrownBy(() -> ApiKeyList.parse(list))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("entry 2 ")
        .message()
        .doesNotContain("s3cr3t", "ann", "aaaa", "bbbb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , \n ,"})
  void listOfNothingIsNoList(String list) {
    assertThatThrownBy(() -> ApiKeyList.parse(list)).hasMessage("there is no entry in it");
  }

  @Test
  void secretOfTwoNamesIsRefused() {
    assertThatThrownBy(() -> ApiKeyList.parse("a:" + SECRET + ",b:" + SECRET))
        .hasMessage("the keys 'a' and 'b' have the same secret");
  }

  @Test
  void secretsHaveALongestLength() {
    String longest = "x".repeat(ApiKeys.MAX_SECRET);

    assertThat(ApiKeyList.parse("a:" + longest).find(longest)).isPresent();
    assertThatThrownBy(() -> ApiKeyList.parse("a:" + longest + "x"))
        .hasMessageStartingWith("entry 1 ");
    assertThatThrownBy(() -> ApiKeyList.parse("a:" + longest + "="))
        .hasMessageStartingWith("entry 1 ");
  }

  @Test
  void nothingAboutAKeyIsPrintedButItsName() {
    ApiKeys keys = ApiKeyList.parse("ann:" + SECRET);
    ApiKey key = keys.find(SECRET).orElseThrow();

    assertThat(keys + " " + key + " " + new Shown.Known(key))
        .isEqualTo("ann ann Known[key=ann]")
        .doesNotContain(SECRET, DIGEST);
  }
}
