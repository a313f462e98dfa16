using BootService.Firmware;
using BootService.Interop.Tests.Failures;
using BootService.Interop.Tests.Installs;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Secrets;

/// <summary>A capture of an install holds no secret that is worth anything: not to another machine, and afterwards to nobody.</summary>
public sealed class OverheardInstallTests
{
    private const string Hash = "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";
    private const string Needed = "licence-7Q2K9-needed";
    private const string Unneeded = "licence-5X8J1-unneeded";

    [Theory]
    [InlineData("bios")]
    [InlineData("uefi")]
    public async Task What_is_overheard_of_an_install_opens_nothing_from_elsewhere_and_nothing_afterwards(string firmware)
    {
        await using var node = await ArmedNode.StartAsync(arm: false);
        var thief = await node.Served.Lan.AddClientAsync();
        await node.AddHostAsync("backend-0-1", thief, BootLan.AddressOf(1));
        await SetSecretsAsync(node.Served);
        await node.Served.Daemon.Stack.RunAsync("set", "host", "boot", ArmedNode.Host, "action=install");
        await using var wire = await WireCapture.StartAsync(node.Served.Lan);
        var (end, _) = await node.BootAsync(Persona.All.First(persona => persona.Name == firmware));
        var arguments = Assert.IsType<BootEnd.Kernel>(end).Arguments;
        var secret = arguments[(arguments.IndexOf("/install/ks/", StringComparison.Ordinal) + "/install/ks/".Length)..].Split(' ')[0];
        Assert.Equal(43, secret.Length);

        // In mid-install: what was heard so far is tried from elsewhere, and takes nothing from the node.
        foreach (var path in new[] { $"ks/{secret}", $"done/{secret}", $"failed/{secret}?why=gone", $"stage/{secret}/post", $"stage/{secret}/confirmed" })
        {
            Assert.Equal("403", (await AskAsync(thief, "/install/" + path)).Status);
        }

        foreach (var step in new[] { $"stage/{secret}/post", $"done/{secret}", $"stage/{secret}/confirmed" })
        {
            Assert.Equal("200", (await AskAsync(node.Client, "/install/" + step)).Status);
        }

        var heard = await wire.FinishAsync(thief);
        CheckKept(heard);
        await ReplayAsync(node.Served, heard, secret, thief, node.Client);
        await node.TimelineAsync($"the secret was used from {BootLan.AddressOf(1)} (backend-0-1) and belongs to");
    }

    [Fact(Explicit = true)]
    public async Task What_is_overheard_of_a_real_machines_install_opens_nothing_afterwards()
    {
        await using var served = await ServedLan.StartAsync();
        await SetSecretsAsync(served);
        await using var wire = await WireCapture.StartAsync(served.Lan);
        await using (var machine = await OneNode.PowerOnAsync(served))
        {
            await machine.Console.SeeAsync(Limits.Install, OneNode.Node.UpMarkers);
            await Poll.UntilAsync(
                "the confirmation", Limits.Packages,
                async () => (await served.Daemon.Stack.ListAsync("list", "host", "event", OneNode.Node.Name, "most=1000")).Any(row => row["stage"] == "up"));
        }

        var (thief, ghost) = (await served.Lan.AddClientAsync(), await served.Lan.AddClientAsync());
        await thief.TakeAddressAsync(BootLan.AddressOf(7));
        var heard = await wire.FinishAsync(thief);
        CheckKept(heard);
        var reports = WireCapture.PathsIn(heard).First(path => path.StartsWith("/install/ks/", StringComparison.Ordinal));
        await ghost.TakeAddressAsync(BootLan.AddressOf(0));
        await ReplayAsync(served, heard, reports["/install/ks/".Length..], thief, ghost);
    }

    private static async Task SetSecretsAsync(ServedLan served)
    {
        var stack = served.Daemon.Stack;
        await stack.RunAsync("set", "attr", "attr=Kickstart_PrivateRootPassword", $"value={Hash}", "shadow=yes");
        await stack.RunAsync("set", "attr", "attr=needed", $"value={Needed}", "shadow=yes");
        await stack.RunAsync("set", "attr", "attr=unneeded", $"value={Unneeded}", "shadow=yes");
        await served.Daemon.WriteProfileAsync("extend-backend.xml", "<?xml version=\"1.0\"?>\n<profile><post>echo &needed; > /etc/licence</post></profile>\n");
    }

    // A shadow attribute is in the kickstart that needs it and nowhere else; the password is there as its hash.
    private static void CheckKept(IReadOnlyList<Overheard> heard)
    {
        var kickstarts = heard.Where(one => one.Text.Contains("%packages", StringComparison.Ordinal) && one.From == BootLan.Address).ToList();
        Assert.NotEmpty(kickstarts);
        Assert.All(kickstarts, one => Assert.Contains(Hash, one.Text, StringComparison.Ordinal));
        Assert.Equal(kickstarts, heard.Where(one => one.Text.Contains(Needed, StringComparison.Ordinal) || one.Text.Contains(Hash, StringComparison.Ordinal)));
        Assert.DoesNotContain(heard, one => one.Text.Contains(Unneeded, StringComparison.Ordinal));
    }

    private static async Task ReplayAsync(ServedLan served, IReadOnlyList<Overheard> heard, string secret, LanClient thief, LanClient ghost)
    {
        var before = await StateAsync(served);
        var paths = WireCapture.PathsIn(heard);
        Assert.Contains($"/install/ks/{secret}", paths);
        Assert.Contains($"/install/done/{secret}", paths);
        foreach (var path in paths)
        {
            var isSecret = path.Contains(secret, StringComparison.Ordinal);
            var stolen = await AskAsync(thief, path);
            var again = await AskAsync(ghost, path);
            Assert.False(isSecret && stolen.Status != "403", $"{path} from elsewhere: {stolen.Status}");

            // That it is up an installed machine may say again, in case it missed the answer; it is told so, and no more.
            Assert.False(
                isSecret && again.Status != "410" && again is not { Status: "200", Text: "Confirmed\n" }, $"{path} afterwards: {again.Status} {again.Text}");
            Assert.All(
                new[] { stolen.Text, again.Text },
                text => Assert.DoesNotContain(new[] { secret, Hash, Needed, Unneeded }, word => text.Contains(word, StringComparison.Ordinal)));
        }

        foreach (var cgi in new[] { "kickstart.cgi", "profile.cgi", "public/setPxeboot.cgi?params=done" })
        {
            Assert.NotEqual("200", (await AskAsync(thief, "/install/sbin/" + cgi)).Status);
            Assert.NotEqual("200", (await AskAsync(ghost, "/install/sbin/" + cgi)).Status);
        }

        Assert.Equal(before, await StateAsync(served));
    }

    // Files of a pallet come by the megabyte: their beginning says who they are.
    private static async Task<(string Status, string Text)> AskAsync(LanClient client, string path)
    {
        var answer = await client.RunAsync("curl", "-s", "--max-time", "30", "-r", "0-9999", "-w", "\n%{http_code}", $"http://{BootLan.Address}{path}");
        var end = answer.Output.LastIndexOf('\n');
        return (answer.Output[(end + 1)..], answer.Output[..end]);
    }

    private static async Task<string> StateAsync(ServedLan served) =>
        await served.Daemon.Stack.RunAsync("list", "host", "status", "output-format=json") + await served.Daemon.Stack.RunAsync(
            "list", "host", "boot", "output-format=json");
}
