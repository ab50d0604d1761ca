package tocsin.mesh.swim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

final class ClaimTest {
    private static Claim claim(long incarnation, Standing standing) {
        return new Claim("b", "b:1", incarnation, standing, standing == Standing.ALIVE ? "" : "a");
    }

    @Test
    void ofOneLifeTheGraverWordCountsAndALaterLifeOverrulesAll() {
        assertThat(claim(1, Standing.SUSPECT).beats(claim(1, Standing.ALIVE))).isTrue();
        assertThat(claim(1, Standing.ALIVE).beats(claim(1, Standing.SUSPECT))).isFalse();
        assertThat(claim(1, Standing.LEFT).beats(claim(1, Standing.DEAD))).isTrue();
        assertThat(claim(2, Standing.ALIVE).beats(claim(1, Standing.LEFT))).isTrue();
        assertThat(claim(1, Standing.DEAD).beats(claim(1, Standing.DEAD))).isFalse();
    }

    @Test
    void whateverTheOrderOfHearingTheSameIsBelieved() {
        var chance = new Random(3);
        List<Claim> heard = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            heard.add(claim(chance.nextInt(4), Standing.of(chance.nextInt(4))));
        }
        Claim first = believed(heard);
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(heard, chance);
            assertThat(believed(heard)).isEqualTo(first);
        }
    }

    private static Claim believed(List<Claim> heard) {
        Claim known = heard.getFirst();
        for (Claim each : heard) {
            known = each.beats(known) ? each : known;
        }
        return known;
    }

    @Test
    void noMemberIsCalledNothing() {
        assertThatThrownBy(() -> Claim.alive("", "b:1", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Claim.alive("b", "b:1", Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
