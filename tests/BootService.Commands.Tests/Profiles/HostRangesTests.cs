using BootService.Commands.Profiles;
using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Profiles;

public class HostRangesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("frontend", "frontend")]
    [InlineData("backend-0-0 backend-0-1 backend-0-2 backend-1-0", "backend-0-[0-2] backend-1-0")]
    [InlineData("backend-0-9 backend-0-10 backend-0-12", "backend-0-[9-10] backend-0-12")]
    [InlineData("node08 node09 node10 node11", "node[08-11]")]
    [InlineData("node98 node99 node100", "node[98-100]")]
    [InlineData("node098 node099 node100 node0101", "node[098-100] node0101")]
    [InlineData("backend-0-0 backend-0-1 backend-1-0 backend-1-1 backend-2-0 backend-2-1", "backend-[0-2]-[0-1]")]
    [InlineData("backend-0-0 backend-0-1 backend-1-0 backend-2-0", "backend-0-[0-1] backend-[1-2]-0")]
    [InlineData("r09n1 r10n1 r11n2", "r[09-10]n1 r11n2")]
    [InlineData("login login0 login1 mail", "login login[0-1] mail")]
    [InlineData("node1 node01", "node1 node01")]
    [InlineData("n99999999999999999999 n1", "n99999999999999999999 n1")]
    public void Names_in_sequence_become_one_word(string names, string folded) =>
        Assert.Equal(folded, HostRanges.Fold(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void A_sentence_names_some_and_counts_the_rest()
    {
        var names = Enumerable.Range(0, 30).Select(at => $"backend-{at / 3}-{(at % 3) + (at / 3)}").ToArray();
        Assert.Equal(
            "backend-0-[0-2] backend-1-[1-3] backend-2-[2-4] backend-3-[3-5] backend-4-[4-6] backend-5-[5-7] backend-6-[6-8] backend-7-[7-9] "
                + "and 6 more",
            HostRanges.Tell(names));
        Assert.Equal(HostRanges.Fold(names[..24]), HostRanges.Tell(names[..24]));
    }

    [Fact]
    public void The_words_name_the_same_hosts_on_a_command_line()
    {
        using var stack = new Bench(nodes: false);
        string[] made = ["backend-0-0", "backend-0-1", "backend-0-9", "backend-0-10", "backend-1-9", "backend-1-10", "node008", "node009", "node010", "alone"];
        foreach (var name in made)
        {
            stack.Do("add", "host", name, "appliance=backend", "rack=0", "rank=0");
        }

        var names = stack.Inventory.HostsInOrder().Select(host => host.Name.ToString()).ToArray();
        var found = HostPattern.Resolve(stack.Inventory, HostRanges.Fold(names).Split(' '));
        Assert.Equal(names, found.Select(host => host.Name.ToString()));
    }
}
