using BootService.Lab.Lan;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>Real clients on a wire that loses every tenth packet, in each direction.</summary>
[Collection(nameof(ClientLan))]
public sealed class LossyWireTests(ClientLan lan)
{
    private const string Loader = "ldlinux.c32";

    /// <summary>
    /// TFTP's acknowledgement of the options (RFC 2347) always arrives: atftp gives up when a server, as it must, says them again for the lack of it.
    /// </summary>
    private const string FirstAcknowledgement = "ip protocol udp @th,64,32 0x00040000";

    private static readonly byte[] Original = File.ReadAllBytes("/usr/lib/syslinux/modules/bios/ldlinux.c32");

    [Theory]
    [InlineData("tftp", "-m", "binary", "{server}", "-c", "get", Loader, "{file}")]
    [InlineData("atftp", "--option", "blksize 1428", "--option", "windowsize 8", "-g", "-r", Loader, "-l", "{file}", "{server}")]
    [InlineData("curl", "-sS", "-o", "{file}", "tftp://{server}/" + Loader)]
    [InlineData("busybox", "tftp", "-g", "-b", "1428", "-r", Loader, "-l", "{file}", "{server}")]
    [InlineData("curl", "-sS", "--fail", "-o", "{file}", "http://{server}/install/boot/" + Loader)]
    [InlineData("wget", "-q", "-O", "{file}", "http://{server}/install/boot/" + Loader)]
    [InlineData("busybox", "wget", "-q", "-O", "{file}", "http://{server}/install/boot/" + Loader)]
    public async Task A_tenth_lost_costs_time_and_no_byte(string program, params string[] arguments)
    {
        var client = await lan.AddConnectedAsync();
        await LoseAsync(client);
        var file = Path.Combine(lan.Served.Lan.Scratch, Path.GetRandomFileName());
        var filled = arguments.Select(
            word => word.Replace("{server}", $"{BootLan.Address}", StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal));

        (await client.RunAsync(program, [.. filled])).Succeeded();

        Assert.Equal(Original, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    /// <summary>Behind the client's own network stack, so that it does not hear of it.</summary>
    private static async Task LoseAsync(LanClient client)
    {
        var chains = new[] { "ingress", "egress" }.Select(way =>
            $"chain {way} {{ type filter hook {way} device {LanClient.Interface} priority 0; {FirstAcknowledgement} accept; "
                + "ip protocol { udp, tcp } numgen random mod 10 0 drop; };");
        (await client.RunAsync("nft", $"table netdev loss {{ {string.Join(' ', chains)} }}")).Succeeded();
    }
}
