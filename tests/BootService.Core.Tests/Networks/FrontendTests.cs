using BootService.Core.Networks;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Networks;

/// <summary>A frontend on several networks: which of its addresses whom it is told, and what keepalived makes of them.</summary>
public class FrontendTests
{
    private static readonly Gen<Ipv4> Address = Gen.Select(Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[1, 254]).Select(
        (network, third, last) => new Ipv4((10u << 24) | ((uint)network << 16) | ((uint)third << 8) | (uint)last));

    private static readonly Gen<Ipv4Network> Subnet = Gen.Select(Address, Choice.Among(8, 16, 24)).Select((address, prefix) =>
        new Ipv4Network(new Ipv4(address.Value & (uint.MaxValue << (32 - prefix))), prefix));

    private static readonly Gen<Frontend> Link = Gen.Select(Address, Choice.Among(16, 24), Subnet.Array[0, 2], Choice.Among("eth1", "eth2", "eth3")).Select(
        (address, prefix, routes, card) => Cluster.Frontend with
        {
            Interface = card,
            Address = address,
            Subnet = new Ipv4Network(new Ipv4(address.Value & (uint.MaxValue << (32 - prefix))), prefix),
            Routes = [.. routes],
        });

    // One address is on one link, of the first as of the others.
    private static readonly Gen<Frontend> Any = Link.Array[1, 4].Select(links => links.DistinctBy(link => link.Address).ToArray())
        .Select(links => links[0] with { Others = [.. links[1..]] });

    [Fact]
    public void A_machine_is_told_the_address_on_its_own_network_else_the_one_that_the_narrowest_route_leads_to_it_by() =>
        Gen.Select(Any, Address).Sample(
            (frontend, machine) =>
            {
                var toward = frontend.Toward(machine);
                Assert.Contains(toward, frontend.All);
                var own = frontend.All.Where(link => link.Subnet.Contains(machine)).ToArray();
                int? narrowest = frontend.All.SelectMany(link => link.Routes).Where(route => route.Contains(machine)).Select(route => (int?)route.Prefix).Max();
                Assert.True(
                    own.Length > 0 ? toward == own[0]
                    : narrowest is { } prefix ? toward.Routes.Any(route => route.Contains(machine) && route.Prefix == prefix)
                    : toward == frontend,
                    $"{machine}: {toward}");
            },
            iter: 5000);

    [Fact]
    public void Who_was_heard_at_its_own_address_is_told_the_service_address_of_that_wire_while_it_is_here()
    {
        var service = Ipv4.Parse("10.1.1.11");
        var own = Cluster.Frontend with { Service = service };
        var here = own with { Address = service, IsMovable = true, Others = [own, Cluster.SecondLink] };
        Assert.Equal(service, here.ToldAt(own.Address));
        Assert.Equal(service, here.ToldAt(service));
        Assert.Equal(Cluster.SecondLink.Address, here.ToldAt(Cluster.SecondLink.Address));
        Assert.Equal(Ipv4.Any, here.ToldAt(Ipv4.Any));

        // Another's address that came here is told to those who ask at it; and while ours is elsewhere nobody is told it.
        var others = own with { Address = Ipv4.Parse("10.1.1.12"), IsMovable = true };
        Assert.Equal(others.Address, (here with { Others = [own, others] }).ToldAt(others.Address));
        Assert.Equal(own.Address, (own with { Others = [others] }).ToldAt(own.Address));
    }

    [Fact]
    public void Its_addresses_are_its_own_wherever_they_are() =>
        Gen.Select(Any, Address).Sample(
            (frontend, address) =>
            {
                var all = frontend.All.Select(link => link.Address).ToArray();
                Assert.Equal(all.Contains(address), frontend.Has(address));
                Assert.All(all, own => Assert.Equal(own, frontend.At(own).Address));
                Assert.Equal(frontend.Has(address), frontend.IsAnyFrontends(address));
                foreach (var heard in all)
                {
                    // On the wire where it was heard, and in its own network where there is one.
                    var told = frontend.OnWire(heard, address);
                    Assert.Contains(told, all);
                    Assert.True(told == heard || (frontend.At(told).Interface == frontend.At(heard).Interface && frontend.At(told).Subnet.Contains(address)));
                }
            },
            iter: 3000);

    [Theory]
    [InlineData(80, "http://10.1.1.1")]
    [InlineData(8080, "http://10.1.1.1:8080")]
    public void A_port_is_named_where_it_is_not_the_usual_one(int port, string url) => Assert.Equal(url, (Cluster.Frontend with { HttpPort = port }).BaseUrl);

    /// <summary>The judge is keepalived itself.</summary>
    [Fact]
    public void Keepalived_takes_what_is_written_for_any_number_of_frontends()
    {
        foreach (var count in (int[])[1, 2, 5])
        {
            ServiceAddress[] all = [.. Enumerable.Range(0, count).Select(at => new ServiceAddress($"fe{at}", new Ipv4(0x0A01_00C8 + (uint)at)))];
            var texts = all.Select(own =>
                KeepalivedConfiguration.Write(own.Frontend, Cluster.WithSecondLink(Cluster.Inventory()).Frontend with { Interface = "eth9" }, all,
                    "/run/a.sock"))
                .ToArray();
            foreach (var text in texts)
            {
                var file = Path.GetTempFileName();
                File.WriteAllText(file, text);
                var (exit, output, errors) = Tool.Ask("unshare", ["-n", "sh", "-c", $"ip link add eth9 type bridge && keepalived -t -f {file}"]);
                Assert.True(exit == 0, $"{output}{errors}\n{text}");
                File.Delete(file);
            }

            // Of each address one frontend comes first, the owner, and no two have the same place.
            for (var at = 0; at < count; at++)
            {
                int[] places = [.. texts.Select(text => int.Parse(Of(text, all[at].Frontend, "priority")))];
                Assert.Equal(at, Array.IndexOf(places, places.Max()));
                Assert.Distinct(places);
                Assert.Single(texts.Select(text => Of(text, all[at].Frontend, "virtual_router_id")).Distinct());

                // An owner that is not well comes behind all that are, and before all that are not either.
                var unwell = int.Parse(texts[at].Split("weight ")[1].Split('\n')[0]);
                Assert.All(places.Where(place => place != places.Max()), place => Assert.InRange(places.Max() + unwell, place + unwell + 1, place - 1));
            }

            Assert.Null(KeepalivedConfiguration.Clash(all));
        }
    }

    [Fact]
    public void Two_addresses_that_VRRP_could_not_tell_apart_are_found()
    {
        ServiceAddress[] all = [new("a", Ipv4.Parse("10.1.0.1")), new("b", Ipv4.Parse("10.1.0.2")), new("c", new Ipv4(Ipv4.Parse("10.1.0.1").Value + 255))];
        Assert.Equal((all[0], all[2]), KeepalivedConfiguration.Clash(all));
    }

    private static string Of(string text, string frontend, string setting) =>
        text[text.IndexOf($"vrrp_instance {frontend} ", StringComparison.Ordinal)..].Split('\n').First(line =>
            line.Trim().StartsWith(setting, StringComparison.Ordinal))
            .Trim().Split(' ')[1];
}
