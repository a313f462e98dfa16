using BootService.Doors;
using CsCheck;
using Xunit;

namespace BootService.Tests.Doors;

public class FairTurnsTests
{
    [Fact]
    public void Turns_go_from_machine_to_machine_and_a_machine_s_own_in_the_order_it_asked()
    {
        var turns = new FairTurns(() => 1);
        var given = new List<string>();
        Assert.True(turns.TryEnter());
        foreach (var name in (string[])["a1", "a2", "a3", "b1", "c1", "b2"])
        {
            turns.Wait(new Asker(name, given));
        }

        Assert.False(turns.TryEnter());
        for (var left = 6; left > 0; left--)
        {
            turns.Leave();
        }

        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3"], given);
        Assert.Equal((0, 6L), (turns.Waiting, turns.Waited));
    }

    [Fact]
    public void Who_waits_no_more_takes_no_turn_and_who_has_his_must_leave_it()
    {
        var turns = new FairTurns(() => 1);
        var given = new List<string>();
        Assert.True(turns.TryEnter());
        var (first, second) = (new Asker("a1", given), new Asker("a2", given));
        turns.Wait(first);
        turns.Wait(second);
        Assert.True(turns.Abandon(first));
        Assert.False(turns.Abandon(first));
        turns.Leave();
        Assert.Equal(["a2"], given);
        Assert.False(turns.Abandon(second));
        turns.Leave();
        Assert.True(turns.TryEnter());
    }

    [Fact]
    public void Whatever_comes_and_goes_there_are_never_more_than_may_be_and_nobody_waits_beside_a_free_turn() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3]).Array[1, 60]).Sample((most, steps) =>
        {
            var turns = new FairTurns(() => most);
            var (given, waiting, had, entered) = (new List<string>(), new List<Asker>(), 0, 0);
            foreach (var (step, machine) in steps)
            {
                switch (step)
                {
                    case 0 when !turns.TryEnter():
                        waiting.Add(new Asker($"{(char)('a' + machine)}{waiting.Count}", given));
                        turns.Wait(waiting[^1]);
                        break;
                    case 0:
                        entered++;
                        break;
                    case 1 when entered + given.Count > had:
                        had++;
                        turns.Leave();
                        break;
                    case 2 when waiting.Find(asker => !asker.IsGiven && !asker.IsGone) is { } tired:
                        tired.IsGone = turns.Abandon(tired);
                        Assert.True(tired.IsGone);
                        break;
                }

                var inside = entered + given.Count - had;
                Assert.InRange(inside, 0, most);
                Assert.Equal(waiting.Count(asker => !asker.IsGiven && !asker.IsGone), turns.Waiting);
                Assert.True(turns.Waiting == 0 || inside == most);
            }
        });

    /// <summary>Its first letter is its machine.</summary>
    private sealed class Asker(string name, List<string> given) : FairTurn(name[0])
    {
        public bool IsGiven { get; private set; }

        public bool IsGone { get; set; }

        public override void Given()
        {
            Assert.False(IsGiven || IsGone);
            IsGiven = true;
            given.Add(name);
        }
    }
}
