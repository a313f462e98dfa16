using System.Net;
using System.Text.RegularExpressions;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Protocols.Net;
using BootService.Tests.Architecture;
using BootService.Tests.Installs;
using BootService.Tests.Profiles;
using Xunit;

namespace BootService.Tests.Trust;

/// <summary>The holes of the seed's originals, one by one in the order of docs/stacki.md: each is shut here.</summary>
public sealed partial class StackiHolesTests : IAsyncLifetime
{
    private readonly string _marker = Path.Combine(Path.GetTempPath(), $"bootservice-hole-{Guid.NewGuid():n}");
    private FrontendUnderTest _frontend = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _frontend = await FrontendUnderTest.StartAsync(Cancel);
        await _frontend.FillAsync();
        await _frontend.ArmAsync();
    }

    public ValueTask DisposeAsync()
    {
        Assert.False(File.Exists(_marker), "something that a stranger sent was run");
        return _frontend.DisposeAsync();
    }

    [Fact]
    public async Task The_partition_header_that_was_evaluated_is_read_by_nobody()
    {
        foreach (var path in new[] { "sbin/setDbPartitions.cgi", "sbin/public/setDbPartitions.cgi", $"ks/{_frontend.Attempt.Secret}" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/install/" + path);
            request.Headers.TryAddWithoutValidation("X-Stacki-Partitioninfo", $"[__import__('os').system('touch {_marker}')]");
            request.Headers.TryAddWithoutValidation("X-Rocks-PartitionInfo", $"[__import__('os').system('touch {_marker}')]");
            Assert.Equal(
                path.StartsWith("ks", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                (await _frontend.Node.SendAsync(request, Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task The_card_in_a_header_that_reached_a_shell_is_an_address_or_nothing()
    {
        foreach (var card in new[] { $"eth0 $(touch {_marker})", $"eth0\";touch {_marker};\" 52:54:00:00:01:00", $"`touch {_marker}`" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"/install/ks/{_frontend.Attempt.Secret}");
            request.Headers.TryAddWithoutValidation("X-RHN-Provisioning-MAC-0", card);
            Assert.NotEqual(HttpStatusCode.InternalServerError, (await _frontend.Node.SendAsync(request, Cancel)).StatusCode);
        }

        Assert.Equal(FrontendUnderTest.Mac, _frontend.Appliance.Current.HostOf(FrontendUnderTest.Name)!.Primary!.Mac);
    }

    [Fact]
    public async Task The_kickstart_that_anyone_with_a_root_port_on_a_known_address_got_takes_the_attempts_secret_and_its_machine()
    {
        await AddNeighbourAsync();
        using var neighbour = _frontend.At("127.0.0.2");
        using var privileged = _frontend.At("127.0.0.2", port: 700);
        foreach (var client in new[] { neighbour, privileged })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/install/sbin/kickstart.cgi?arch=x86_64&np=1", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/install/sbin/public/profile.cgi", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync($"/install/ks/{_frontend.Attempt.Secret}", Cancel)).StatusCode);
        }

        // And not to the machine itself once its install is over.
        await _frontend.Node.GetStringAsync($"/install/done/{_frontend.Attempt.Secret}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.GetAsync("/install/sbin/kickstart.cgi", Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_boot_action_that_anyone_could_set_is_set_by_the_node_of_a_live_attempt_alone()
    {
        await AddNeighbourAsync();
        using var neighbour = _frontend.At("127.0.0.2");
        foreach (var (client, method) in new[] { (neighbour, HttpMethod.Get), (neighbour, HttpMethod.Post), (_frontend.Node, HttpMethod.Get) })
        {
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await client.SendAsync(new HttpRequestMessage(method, "/install/sbin/public/setPxeboot.cgi?params={\"action\":\"os\"}"), Cancel)).StatusCode);
            Assert.Equal(
                HttpStatusCode.NotFound, (await client.SendAsync(new HttpRequestMessage(method, "/install/sbin/setDbPartitions.cgi"), Cancel)).StatusCode);
        }

        Assert.Equal((AttemptState.Armed, BootAction.Install), (_frontend.Attempt.State, _frontend.Action));
    }

    [Fact]
    public async Task What_an_unread_client_certificate_should_have_shown_is_shown_by_256_random_bits()
    {
        Assert.Equal(43, _frontend.Attempt.Secret.Length);
        foreach (var guess in new[] { new string('A', 43), _frontend.Attempt.Secret[..42], _frontend.Attempt.Secret + "A",
            _frontend.Attempt.Secret.ToUpperInvariant(), "1", "backend-0-0" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _frontend.Node.GetAsync($"/install/ks/{guess}", Cancel)).StatusCode);
        }

        await _frontend.ArmAsync();
        Assert.Equal(AttemptState.Armed, _frontend.Attempt.State);
    }

    [Fact]
    public void The_database_that_anyone_could_ask_is_a_file_that_its_owner_alone_can_read()
    {
        var files = Directory.GetFiles(_frontend.DataDirectory);
        Assert.Contains(files, file => file.EndsWith("bootservice.db", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task The_words_that_became_part_of_a_query_stay_words()
    {
        await using var frontend = new TrustFrontend(hosts: 1);
        foreach (var word in new[] { "'; DROP TABLE hosts; --", "x' OR '1'='1", "\"); DELETE FROM attributes; --", "%" })
        {
            Assert.Null(frontend.Try("set", "host", "attr", "backend-0-0", "attr=word", $"value={word}").End.Sentence);
            Assert.Null(frontend.Try("set", "host", "comment", "backend-0-0", $"comment={word}").End.Sentence);
            await frontend.RestartAsync();
            Assert.Equal(word, frontend.Inventory.AttributesOf(frontend.Host(0)).Text("word"));
            Assert.Equal(word, frontend.Host(0).Comment);
        }
    }

    [Fact]
    public void The_conditions_and_attributes_that_were_evaluated_are_a_language_of_their_own()
    {
        using var stack = new ProfileFrontend();
        stack.Shipped("backend", "<kickstart><main><lang>en_US</lang></main></kickstart>\n");
        stack.Shipped("more", "<kickstart><post>echo &evil;</post></kickstart>\n");
        stack.Set("evil", $"__import__('os').system('touch {_marker}')");
        stack.Graph($"<graph><edge from=\"backend\"><to cond=\"__import__('os').system('touch {_marker}')\">more</to></edge></graph>\n");
        Assert.Contains("graph.xml", stack.Refused("set host boot backend-0-0 action=install").Sentence, StringComparison.Ordinal);
        stack.Graph("<graph><edge from=\"backend\"><to cond=\"evil\">more</to></edge></graph>\n");
        stack.Try("set", "host", "boot", "backend-0-0", "action=install");
    }

    [Fact]
    public async Task The_carts_and_profiles_that_anyone_could_list_are_not_served()
    {
        var export = Path.Combine(_frontend.DataDirectory, "export");
        foreach (var file in new[] { "carts/site/nodes/cart-site-backend.xml", "carts/site/graph/cart-site.xml", "carts/site/RPMS/tool.rpm",
            "site-profiles/default/1.0/nodes/extend-base.xml", "pallets/notes" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(export, file))!);
            await File.WriteAllTextAsync(Path.Combine(export, file), "password hunter2", Cancel);
        }

        Assert.Equal(HttpStatusCode.OK, (await _frontend.Node.GetAsync("/install/carts/site/RPMS/tool.rpm", Cancel)).StatusCode);
        foreach (var path in new[]
        {
            "carts", "carts/", "carts/site", "carts/site/nodes", "carts/site/nodes/cart-site-backend.xml", "carts/site/RPMS/../nodes/cart-site-backend.xml",
            "carts/site/RPMS/%2e%2e/nodes/cart-site-backend.xml",
            "site-profiles/default/1.0/nodes/extend-base.xml", "pallets/../site-profiles/default/1.0/nodes/extend-base.xml",
            "pallets/%2e%2e/%2e%2e/bootservice.db", "boot/../bootservice.db", "",
        })
        {
            var answer = await _frontend.Node.GetAsync("/install/" + path, Cancel);
            Assert.False(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            Assert.DoesNotContain("hunter2", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_shell_and_the_console_that_installers_opened_are_asked_for_by_no_one()
    {
        var decision = Assert.IsType<BootDecision.Run>(
            BootPolicy.Decide(
                _frontend.Appliance.Current, FrontendUnderTest.Mac, new BootClient(FirmwareKind.Bios, BootProgram.Pxelinux), FrontendUnderTest.Noon));
        Assert.DoesNotContain(decision.Arguments, argument => Doors().IsMatch(argument));
        Assert.All(Kickstarts(), kickstart => Assert.DoesNotMatch(Doors(), kickstart));
    }

    [Fact]
    public void The_status_that_was_sent_to_a_strangers_address_goes_to_the_frontend()
    {
        Assert.All(Kickstarts(), kickstart => Assert.All(
            Addresses().Matches(kickstart).Select(match => match.Value),
            address => Assert.True(
                address is "10.1.1.1" or "127.0.0.1" || address.StartsWith("10.1.255.25", StringComparison.Ordinal), $"the kickstart speaks of {address}")));
        foreach (var file in Directory.GetFiles(SourceTree.Path("bootfiles"), "*.xml", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Addresses().Matches(File.ReadAllText(file)), match => match.Value != "127.0.0.1");
        }
    }

    [Fact]
    public void The_packages_that_peers_gave_each_other_come_from_the_frontend_alone() =>
        Assert.All(Kickstarts(), kickstart => Assert.All(
            Sources().Matches(kickstart).Select(match => match.Groups["place"].Value),
            source => Assert.StartsWith("http://10.1.1.1/install/", source, StringComparison.Ordinal)));

    /// <summary>What hosts of the page install from, one for each generation of installers.</summary>
    private static string[] Kickstarts()
    {
        var files = Directory.GetFiles(SourceTree.Path("tests", "BootService.Core.Tests", "Profiles", "testdata", "seed"), "*.ks");
        Assert.NotEmpty(files);
        return [.. files.Select(File.ReadAllText)];
    }

    private Task AddNeighbourAsync() => _frontend.ChangeAsync(_ =>
    [
        new Change.HostSet(
            new Host(
                HostName.Parse("backend-0-1"), "backend", 0,
                1) { Interfaces = [new HostInterface("eth0", new MacAddress(2), Ipv4.Parse("127.0.0.2"), null, IsDefault: true)] }),
    ]);

    [GeneratedRegex("\\b(sshd|inst\\.sshd|vnc|inst\\.vnc|telnet|sshpw|2200|8000)\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Doors();

    [GeneratedRegex("\\b[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Addresses();

    [GeneratedRegex("(--url|--baseurl|--mirrorlist|baseurl)[= ]\"?(?<place>[^\" \n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Sources();
}
