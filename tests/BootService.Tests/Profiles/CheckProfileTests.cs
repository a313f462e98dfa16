using Xunit;

namespace BootService.Tests.Profiles;

public sealed class CheckProfileTests : IDisposable
{
    private readonly ProfileFrontend _stack = new();

    public CheckProfileTests()
    {
        _stack.Shipped("backend", "<kickstart>\n<main><lang>&lang;</lang></main>\n</kickstart>\n");
        _stack.Set("lang", "en_US");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Profiles_that_render_are_nothing_to_speak_of()
    {
        var output = _stack.Type("check profile");
        Assert.Equal(["file", "line", "column", "node", "attribute", "fault", "count", "hosts"], output.Shape!.Headers);
        Assert.False(output.Shape.Owner);
        Assert.Empty(output.Rows);
    }

    [Fact]
    public void Every_fault_is_shown_once_with_its_place_and_the_hosts_it_hits()
    {
        for (var rank = 2; rank < 12; rank++)
        {
            _stack.Add(rank);
        }

        _stack.Set("db", "here", host: "backend-0-5");
        var file = _stack.Site("extend-backend", "<kickstart>\n<post>\n  &db;\n</post>\n<post cond=\"rank ==\">x</post>\n<pakage>y</pakage>\n</kickstart>");
        var (sentence, output) = _stack.Refused("check profile");
        Assert.Equal("3 faults in the profiles of 12 of 12 hosts: 1 of elements, 1 of conditions, 1 of attributes that are not set", sentence);
        Assert.Equal(
            [
                [file, "3", "3", "backend", "db", "&db; is not an attribute of this host: set it, for example with \"stack set attr attr=db value=…\"", "11",
                    "backend-0-[0-4] backend-0-[6-11]"],
                [file, "5", "7", "backend", "", output.Rows[1][5], "12", "backend-0-[0-11]"],
                [file, "6", "1", "backend", "", "<pakage> is not known in a node file", "12", "backend-0-[0-11]"],
            ],
            output.Rows);
        Assert.StartsWith("the condition \"rank ==\" is wrong at its column", output.Rows[1][5], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2 << 20)]
    [InlineData(8 << 20)]
    public void A_file_that_is_too_large_is_told_by_name_and_not_missed(int size)
    {
        var file = _stack.Site("extend-backend", $"<kickstart>\n<post>{new string('x', size)}</post>\n</kickstart>");
        var (_, output) = _stack.Refused("check profile");
        Assert.Equal([file, "the file has more than 1048576 bytes: split it into several nodes"], [output.Rows[0][0], output.Rows[0][5]]);
    }

    [Fact]
    public void Only_the_hosts_that_are_named_are_checked()
    {
        _stack.Site("extend-backend", "<kickstart><post cond=\"rank == 1\">&db;</post></kickstart>");
        _stack.Type("check profile backend-0-0");
        var (sentence, output) = _stack.Refused("check profile backend");
        Assert.Equal("1 fault in the profiles of 1 of 2 hosts", sentence);
        Assert.Equal("backend-0-1", output.Rows[0][7]);
        Assert.StartsWith("no host matches", _stack.Refused("check profile backend-9-*").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void What_all_hosts_lack_is_one_fault()
    {
        _stack.Type("disable pallet CentOS");
        var (sentence, output) = _stack.Refused("check profile");
        Assert.Equal("1 fault in the profiles of 2 of 2 hosts", sentence);
        var row = Assert.Single(output.Rows);
        Assert.StartsWith("the host has no OS to install", row[5], StringComparison.Ordinal);
        Assert.Equal(["", "", "", "", ""], row[..5]);
        Assert.Equal(["2", "backend-0-[0-1]"], row[6..]);
    }

    [Theory]
    [InlineData("<?xml version=\"1.0\"?>\n<!DOCTYPE k [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<kickstart>&b;</kickstart>", "2")]
    [InlineData("<!DOCTYPE k [<!ENTITY x SYSTEM \"file:///etc/shadow\">]>\n<kickstart><post>&x;</post></kickstart>", "1")]
    [InlineData("<kickstart>\n<post>\n", "3")]
    public void Hostile_or_broken_xml_is_a_fault_with_its_line(string text, string line)
    {
        _stack.Site("extend-backend", text);
        var row = Assert.Single(_stack.Refused("check profile backend-0-0").Output.Rows);
        Assert.Equal(line, row[1]);
        Assert.DoesNotContain("root:", row[5], StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_nested_without_end_are_a_fault()
    {
        _stack.Site("extend-backend", string.Concat(Enumerable.Repeat("<kickstart>", 50_000)));
        Assert.Contains("32 deep", Assert.Single(_stack.Refused("check profile backend-0-0").Output.Rows)[5], StringComparison.Ordinal);
    }
}
