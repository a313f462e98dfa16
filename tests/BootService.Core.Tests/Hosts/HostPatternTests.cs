using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Hosts;

public class HostPatternTests
{
    private static readonly Inventory Racks = Inventory.Empty(Cluster.Frontend).With(
    [
        new Change.NetworkSet(new Network("private", Ipv4Network.Parse("10.1.0.0/16")) { Zone = "cluster.example" }),
        .. Appliance.BuiltIn.Select(appliance => new Change.ApplianceSet(appliance)),
        new Change.HostSet(new Host(HostName.Parse("frontend"), "frontend", 0, 0)),
        .. from rack in Enumerable.Range(0, 3)
           from rank in Enumerable.Range(0, 12)
           select new Change.HostSet(new Host(HostName.Parse($"backend-{rack}-{rank}"), "backend", rack, rank)
           {
               Environment = rack == 2 ? "test" : null,
               Interfaces =
                   [new HostInterface(
                       "eth0", new MacAddress(0x5254_0000_0000 + (ulong)((rack * 16) + rank)), new Ipv4(0x0A01_0100 + (uint)((rack * 16) + rank)), "private",
                       IsDefault: true)],
           }),
    ]);

    [Theory]
    [InlineData("backend-0-3", "backend-0-3")]
    [InlineData("BACKEND-0-3", "backend-0-3")]
    [InlineData("backend-0-3.cluster.example", "backend-0-3")]
    [InlineData("10.1.1.19", "backend-1-3")]
    [InlineData("52:54:00:00:00:13", "backend-1-3")]
    [InlineData("localhost", "frontend")]
    [InlineData("backend-0-[1-4]", "backend-0-1 backend-0-2 backend-0-3 backend-0-4")]
    [InlineData("backend-0-[1,3]", "backend-0-1 backend-0-3")]
    [InlineData("backend-0-[!0-9]", "")]
    [InlineData("backend-0-1?", "backend-0-10 backend-0-11")]
    [InlineData("backend-0-[8-10]", "backend-0-8 backend-0-9 backend-0-10")]
    [InlineData("backend-0-[9-99]", "backend-0-9 backend-0-10 backend-0-11")]
    [InlineData("backend-[0-1]-[0,10-11]", "backend-0-0 backend-0-10 backend-0-11 backend-1-0 backend-1-10 backend-1-11")]
    [InlineData("backend-0-[01-02]", "")]
    [InlineData("*-1-[0-1]", "backend-1-0 backend-1-1")]
    [InlineData("b*d-2-1", "backend-2-1")]
    [InlineData("nothing*", "")]
    [InlineData("[rack==1 and rank<2]", "backend-1-0 backend-1-1")]
    [InlineData("[ rank == 11]", "backend-0-11 backend-1-11 backend-2-11")]
    [InlineData("where appliance == \"frontend\"", "frontend")]
    [InlineData("[appliance==frontend]", "frontend")]
    [InlineData("[appliance == backend and rack == 1 and rank in (0, 2)]", "backend-1-0 backend-1-2")]
    [InlineData("[appliance in (frontend, login)]", "frontend")]
    [InlineData("[hostaddr==10.1.1.19]", "backend-1-3")]
    [InlineData("[environment==test and rank==1]", "backend-2-1")]
    public void A_word_names_hosts(string word, string expected) =>
        Assert.Equal(expected, string.Join(' ', HostPattern.Resolve(Racks, [word]).Select(host => host.Name)));

    [Theory]
    [InlineData("backend", 36)]
    [InlineData("Backend", 36)]
    [InlineData("a:backend", 36)]
    [InlineData("rack1", 12)]
    [InlineData("r:1", 12)]
    [InlineData("rack7", 0)]
    [InlineData("test", 12)]
    [InlineData("e:test", 12)]
    [InlineData("o:redhat", 37)]
    [InlineData("b:default", 37)]
    [InlineData("o:ubuntu", 0)]
    [InlineData("*", 37)]
    [InlineData("backend-0-[0-99]", 12)]
    public void A_word_names_a_group(string word, int count) => Assert.Equal(count, HostPattern.Resolve(Racks, [word]).Length);

    [Fact]
    public void Hosts_come_once_and_in_the_order_of_tables() =>
        Assert.Equal(
            ["frontend", "backend-0-9", "backend-0-10", "backend-1-0"],
            HostPattern.Resolve(Racks, ["backend-1-0", "backend-0-10", "backend-0-[9-10]", "frontend", "backend-0-9"]).Select(host => host.Name.ToString()));

    [Fact]
    public void No_word_names_no_host() => Assert.Empty(HostPattern.Resolve(Racks, []));

    [Theory]
    [InlineData("backend-9-9", "cannot resolve host \"backend-9-9\"")]
    [InlineData("bakcend", "cannot resolve host \"bakcend\": did you mean \"backend\"?")]
    [InlineData("a:bakcend", "unknown appliance \"bakcend\": did you mean \"backend\"?")]
    [InlineData("b:defualt", "unknown box \"defualt\": did you mean \"default\"?")]
    [InlineData("o:rehdat", "unknown os \"rehdat\": did you mean \"redhat\"?")]
    [InlineData("10.9.9.9", "cannot resolve host \"10.9.9.9\"")]
    [InlineData("backend-0-1.other.example", "cannot resolve host \"backend-0-1.other.example\"")]
    [InlineData("backend-0-[1", "host pattern \"backend-0-[1\" lacks the ] of the bracket at character 11")]
    [InlineData("backend-0-[1,3],backend-1-0", "host pattern \"backend-0-[1,3],backend-1-0\" has a comma at character 16: write blanks between hosts")]
    [InlineData("backend-0-[10-1]", "host pattern \"backend-0-[10-1]\": the range 10-1 runs backwards")]
    [InlineData("[applianse==backend]", "group syntax \"[applianse==backend]\": no attribute is called \"applianse\": did you mean \"appliance\"?")]
    [InlineData("[is_mesos_mater]", "group syntax \"[is_mesos_mater]\": no attribute is called \"is_mesos_mater\"")]
    [InlineData("where not protcted", "group syntax \"where not protcted\": no attribute is called \"protcted\": did you mean \"protected\"?")]
    [InlineData("[group.wbe]", "group syntax \"[group.wbe]\": no attribute is called \"group.wbe\"")]
    [InlineData("[]", "group syntax \"[]\": there is no condition in it")]
    [InlineData("where ", "group syntax \"where \": there is no condition in it")]
    public void A_word_that_names_nothing_is_refused(string word, string sentence) =>
        Assert.StartsWith(sentence, Assert.Throws<RefusedException>(() => HostPattern.Resolve(Racks, [word])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("backend", true)]
    [InlineData("rack1", true)]
    [InlineData("bakcend", false)]
    [InlineData("a:bakcend", false)]
    [InlineData("g:nosuch", false)]
    public void Whether_a_word_names_a_group_is_asked_of_any_word(string word, bool isGroup) => Assert.Equal(isGroup, HostPattern.IsGroupWord(Racks, word));

    [Fact]
    public void A_condition_that_cannot_be_read_says_where() =>
        Assert.StartsWith(
            "group syntax \"[rack ==]\": ", Assert.Throws<RefusedException>(() => HostPattern.Resolve(Racks, ["[rack ==]"])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_of_many_stars_takes_no_longer_than_another()
    {
        var name = new string('a', 63);
        var long_ = Inventory.Empty(Cluster.Frontend).With(new Change.HostSet(new Host(HostName.Parse(name), "backend", 0, 0)));
        Assert.Empty(HostPattern.Resolve(long_, [string.Concat(Enumerable.Repeat("*a", 30)) + "b"]));
        Assert.Single(HostPattern.Resolve(long_, [string.Concat(Enumerable.Repeat("*a", 30)) + "*"]));
    }
}
