using BootService.Commands.Tests.Mirrors;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using Xunit;

namespace BootService.Interop.Tests.Clients;

/// <summary>Debian's own apt, with folders of its own, on a node's side of the LAN: it reads mirrors that the daemon made and serves.</summary>
public sealed class AptMirrorTests
{
    private const string Upstream = "127.0.0.1:8080";

    [Theory]
    [InlineData("", "1.0~rc1", "lib=1.0~rc1")]
    [InlineData("newest=true", "1.0", "lib")]
    public async Task Apt_takes_a_mirror_by_the_key_that_came_with_it_and_nothing_else(string pruned, string version, string asked)
    {
        await using var served = await ServedLan.StartAsync();
        var stack = served.Daemon.Stack;
        var site = Path.Combine(served.Lan.Scratch, "site");
        using var maker = new AptRepository(site, "stable") { Heading = "Acquire-By-Hash: yes\nValid-Until: Tue, 01 Jan 2019 00:00:00 UTC\n" };
        maker.Add("main", "lib", "1.0~rc1").Add("main", "lib", "1.0").Add("extra", "tool", "2:7+b1", "lib (>= 1.0~)").Publish();
        await using var upstream = served.Lan.Start("upstream", "busybox", "httpd", "-f", "-p", Upstream, "-h", site);
        await Poll.UntilAsync(
            "the upstream", TimeSpan.FromSeconds(30),
            async () => (await served.Lan.RunAsync("curl", "-sf", $"http://{Upstream}/dists/stable/Release")).ExitCode == 0);

        await stack.RunAsync(
            ["create", "mirror", $"http://{Upstream}/", "suite=stable", "components=main,extra", "name=tools", $"key={maker.Key}", "enable=yes",
                .. pruned.Length > 0 ? [pruned] : (string[])[]]);
        var client = await served.Lan.AddClientAsync();
        await client.TakeAddressAsync(BootLan.AddressOf(0));
        var (root, pallet) = (Path.Combine(served.Lan.Scratch, "apt"), $"http://{BootLan.Address}/install/pallets/tools/1.0/debian/x86_64");
        foreach (var folder in (string[])["lists/partial", "cache/archives/partial", "etc", "got"])
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        await File.WriteAllTextAsync(Path.Combine(root, "status"), "", TestContext.Current.CancellationToken);
        var key = Path.Combine(root, "key.gpg");
        (await client.RunAsync("curl", "-sf", "-o", key, $"{pallet}/keys/stable.gpg")).Succeeded();
        await File.WriteAllTextAsync(
            Path.Combine(root, "etc/sources.list"), $"deb [signed-by={key} check-valid-until=no arch=amd64] {pallet} stable main extra\n",
            TestContext.Current.CancellationToken);
        var update = (await AptAsync(client, root, "-o", "APT::Update::Error-Mode=any", "update")).Succeeded();
        Assert.DoesNotContain("W:", update.Error, StringComparison.Ordinal);
        (await AptAsync(client, root, "download", asked, "tool")).Succeeded();
        Assert.Equal(
            [$"lib_{version}_all.deb", "tool_2%3a7+b1_all.deb"],
            Directory.GetFiles(Path.Combine(root, "got")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var solved = (await AptAsync(client, root, "-s", "install", "tool")).Succeeded();
        Assert.Contains("Inst lib (1.0 ", solved.Output, StringComparison.Ordinal);

        // Somebody on the way changes a byte of what is signed.
        var release = Path.Combine(served.Daemon.ExportDirectory, "pallets/tools/1.0/debian/x86_64/dists/stable/InRelease");
        await File.WriteAllTextAsync(
            release, (await File.ReadAllTextAsync(release, TestContext.Current.CancellationToken)).Replace(
                "Origin: maker", "Origin: Maker", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Directory.Delete(Path.Combine(root, "lists"), recursive: true);
        Directory.CreateDirectory(Path.Combine(root, "lists/partial"));
        Assert.NotEqual(0, (await AptAsync(client, root, "-o", "APT::Update::Error-Mode=any", "update")).ExitCode);
    }

    private static Task<ToolResult> AptAsync(LanClient client, string root, params string[] words) => client.RunAsync(
        "env",
        ["--chdir", Path.Combine(root, "got"), "apt-get",
            .. new[]
            {
                $"Dir::Etc::sourcelist={root}/etc/sources.list", "Dir::Etc::sourceparts=/dev/null", "Dir::Etc::preferencesparts=/dev/null",
                "Dir::Etc::trusted=/dev/null",
                "Dir::Etc::trustedparts=/dev/null", $"Dir::State::lists={root}/lists", $"Dir::State::status={root}/status", $"Dir::Cache={root}/cache",
                "APT::Sandbox::User=root", "Acquire::Languages=none", "Acquire::http::Proxy=false", "Acquire::Retries=0",
            }.SelectMany(option => new[] { "-o", option }),
            .. words]);
}
