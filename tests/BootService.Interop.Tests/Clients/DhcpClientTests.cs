using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Clients;

[Collection(nameof(ClientLan))]
public sealed class DhcpClientTests(ClientLan lan)
{
    [Fact]
    public async Task Udhcpc_gets_the_address_of_its_host()
    {
        var (client, _, address) = await lan.AddKnownAsync();

        var given = await AskAsync(client);

        Assert.Equal($"{address}", given["ip"]);
        Assert.Equal("255.255.0.0", given["subnet"]);
    }

    [Fact]
    public async Task Udhcpc_that_wants_broadcasts_gets_the_same_address()
    {
        var (client, _, address) = await lan.AddKnownAsync();

        Assert.Equal($"{address}", (await AskAsync(client, "-B"))["ip"]);
        Assert.Equal($"{address}", (await AskAsync(client))["ip"]);
    }

    [Theory]
    [InlineData("PXEClient:Arch:00000:UNDI:002001", "0x5d:0000", "pxelinux.0")]
    [InlineData("PXEClient:Arch:00007:UNDI:003016", "0x5d:0007", "own-disk")]
    public async Task A_PXE_client_that_is_to_boot_its_disk_is_told_what_its_firmware_takes(string vendorClass, string architecture, string file)
    {
        var (client, _, _) = await lan.AddKnownAsync();

        var given = await AskAsync(client, "-V", vendorClass, "-x", architecture);

        Assert.Equal(file, given["boot_file"]);
        Assert.Equal($"{BootLan.Address}", given["siaddr"]);
    }

    [Fact]
    public async Task A_BOOTP_client_is_told_its_address_its_server_and_the_file_it_names()
    {
        var (client, host, address) = await lan.AddKnownAsync();

        // It sends and hears by the kernel's own sockets, and has no address yet.
        (await client.RunAsync("ip", "route", "add", "default", "dev", LanClient.Interface)).Succeeded();
        var answer = await client.RunAsync(
            "bootpc", "--dev", LanClient.Interface, "--returniffail", "--serverbcast", "--timeoutwait", "30", "--bootfile", "board/image");

        Assert.Equal(0, answer.ExitCode);
        Assert.All(
            (string[])[$"IPADDR='{address}'", $"SERVER='{BootLan.Address}'", "BOOTFILE='board/image'", "NETMASK='255.255.0.0'", $"HOSTNAME='{host}'"],
            line => Assert.Contains(line, answer.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dhclient_dhcpcd_and_systemd_networkd_get_the_address_of_their_host()
    {
        var (client, _, address) = await lan.AddKnownAsync();

        Assert.Equal($"{address}", await DhcpAsking.DhclientAsync(client, lan.Served.Lan.Scratch));
        Assert.Equal($"{address}", await DhcpAsking.DhcpcdAsync(client, lan.Served.Lan.Scratch));
        Assert.Equal($"{address}", await DhcpAsking.NetworkdAsync(client, lan.Served.Lan.Scratch));
    }

    [Fact]
    public async Task What_an_unknown_machine_was_told_is_on_record_with_the_reason()
    {
        var client = await lan.Served.Lan.AddClientAsync();

        await client.RunAsync(
            "udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-t", "1", "-T", "1", "-s", "/bin/true", "-V", "PXEClient:Arch:00000:UNDI:002001", "-x",
            "0x5d:0000");

        await Poll.UntilAsync("an event of the unknown machine", TimeSpan.FromMinutes(1), async () =>
            (await lan.Served.Daemon.Stack.ListAsync("list", "host", "event"))
            .Any(row => row["host"] == $"{client.Mac}" && row["outcome"] == "refused" && row["why"].Length > 0));
    }

    private Task<Dictionary<string, string>> AskAsync(LanClient client, params string[] further) =>
        DhcpAsking.UdhcpcAsync(client, lan.Served.Lan.Scratch, further);
}
