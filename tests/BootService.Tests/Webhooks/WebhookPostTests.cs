using System.Text.Json;
using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core.Boot;
using BootService.Core.Doctor;
using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Core.Webhooks;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Storage;
using BootService.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Webhooks;

/// <summary>Webhooks from a change to a real receiver, over a real database.</summary>
public sealed class WebhookPostTests : IAsyncLifetime
{
    private static readonly Frontend Frontend = new(
        "frontend", "local", "lo", new MacAddress(1), Ipv4.Parse("127.0.0.1"), Ipv4Network.Parse("127.0.0.0/8"), 80);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bootservice-webhooks-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly Seen _seen = new();
    private HookReceiver _receiver = null!;
    private BootDatabase _database = null!;
    private ApplianceWriter _appliance = null!;
    private WebhookPost _post = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync(Cancel);
        await StartAsync();
        await CommitAsync(
            new Change.ApplianceSet(new Appliance("backend", "Backend", "backend")),
            new Change.HostSet(new Host(HostName.Parse("backend-0-0"), "backend", Place.Parse("0"), Place.Parse("0"))));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _receiver.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_becomes_of_an_install_is_told_signed_and_once()
    {
        await AddAsync("chat", "/chat", WebhookTypes.Failed, WebhookTypes.Begun);
        await FailAsync(1);
        await UntilAsync(() => _receiver.At("/chat").Count() == 2 && _appliance.Current.Deliveries.IsEmpty);
        var told = _receiver.At("/chat").ToArray();
        Assert.All(told, one => Assert.True(one.IsSigned));
        Assert.Equal(["msg_install.begun_1", "msg_install.failed_1"], told.Select(one => one.Id));
        using var json = JsonDocument.Parse(told[1].Body);
        Assert.Equal("install.failed", json.RootElement.GetProperty("type").GetString());
        var data = json.RootElement.GetProperty("data");
        Assert.Equal(("backend-0-0", 1L, "no disk"),
            (data.GetProperty("host").GetString(), data.GetProperty("attempt").GetInt64(), data.GetProperty("why").GetString()));
        Assert.NotNull(_post.Of("chat").Taken);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_asked_again_with_growing_pauses_and_holds_up_nobody_else()
    {
        await AddAsync("bad", "/bad", WebhookTypes.Failed);
        await AddAsync("good", "/good", WebhookTypes.Failed);
        _receiver.Statuses["/bad"] = 500;
        await FailAsync(1);
        await UntilAsync(() => _receiver.At("/good").Any() && _post.Of("bad").Fault is not null && _appliance.Current.Deliveries.Count == 1);
        Assert.EndsWith("answered 500", _post.Of("bad").Fault, StringComparison.Ordinal);

        // Trying changes nothing that is stored.
        var state = _appliance.Current;
        var tries = _receiver.At("/bad").Count();
        await UntilAsync(() => _receiver.At("/bad").Count() >= tries + 3);
        Assert.Same(state, _appliance.Current);
        Assert.Single(_receiver.At("/bad").Select(one => one.Id).Distinct());

        _receiver.Statuses["/bad"] = 200;
        await UntilAsync(() => _appliance.Current.Deliveries.IsEmpty);
        Assert.Null(_post.Of("bad").Fault);
        Assert.Single(_receiver.At("/good"));
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_given_up_after_its_time_and_holds_up_nobody_else()
    {
        await AddAsync("hung", "/hung", WebhookTypes.Failed);
        await AddAsync("good", "/good", WebhookTypes.Failed);
        _receiver.Hanging["/hung"] = true;
        await FailAsync(1);
        await UntilAsync(() => _receiver.At("/hung").Any() && _receiver.At("/good").Any());
        await UntilAsync(() => _post.Of("hung").Fault is not null);
        Assert.EndsWith("did not answer within 15 s", _post.Of("hung").Fault, StringComparison.Ordinal);
        Assert.Single(_appliance.Current.Deliveries);
    }

    [Fact]
    public async Task What_was_not_taken_is_sent_after_a_restart()
    {
        await AddAsync("chat", "/chat", WebhookTypes.Failed);
        _receiver.Statuses["/chat"] = 503;
        await FailAsync(1);
        await UntilAsync(() => _receiver.At("/chat").Any());
        await StopAsync();
        _receiver.Statuses.Clear();
        await StartAsync();
        Assert.Single(_appliance.Current.Deliveries);
        await UntilAsync(() => _appliance.Current.Deliveries.IsEmpty);
        Assert.Single(_receiver.At("/chat").Select(one => one.Id).Distinct());
    }

    [Fact]
    public async Task After_a_day_a_message_is_given_up_and_counted()
    {
        await AddAsync("chat", "/chat", WebhookTypes.Failed);
        _receiver.Statuses["/chat"] = 410;
        await FailAsync(1);
        await UntilAsync(() => _post.Of("chat").Fault is not null);
        _time.Advance(WebhookTrail.Patience);
        await UntilAsync(() => _appliance.Current.Deliveries.IsEmpty);
        Assert.Equal(1, _post.Of("chat").GivenUp);
    }

    [Fact]
    public async Task Strangers_and_other_servers_are_told_once()
    {
        await AddAsync("chat", "/chat", WebhookTypes.Unknown, WebhookTypes.Rogue);
        await UntilAsync(() => _seen.IsListenedTo);
        var stranger = new BootEvent(_time.GetUtcNow(), MacAddress.Parse("52:54:00:00:00:77"), BootStage.Dhcp, BootOutcome.Refused, BootMessage.Offer)
        {
            IsFirmware = true,
            Network = "private",
        };
        _seen.Post(stranger);
        _seen.Post(stranger with { Host = "backend-0-0" });
        _seen.Post(stranger);
        _seen.Servers = ServersSeen.None.After("eth1", [new ForeignServer(Ipv4.Parse("10.1.0.99"), MacAddress.Parse("52:54:00:00:00:99"))], _time.GetUtcNow());
        await UntilAsync(() => _receiver.At("/chat").Count() == 2 && _appliance.Current.Deliveries.IsEmpty);
        _seen.Servers = _seen.Servers.After("eth1", [.. _seen.Servers.All.Select(seen => seen.Server)], _time.GetUtcNow());
        for (var tick = 0; tick < 50; tick++)
        {
            await StepAsync();
        }

        var bodies = string.Join('\n', _receiver.At("/chat").Select(one => one.Body));
        Assert.Equal(2, _receiver.At("/chat").Count());
        Assert.Contains("\"mac\":\"52:54:00:00:00:77\",\"network\":\"private\"", bodies, StringComparison.Ordinal);
        Assert.Contains("\"server\":\"10.1.0.99\"", bodies, StringComparison.Ordinal);
    }

    [Fact]
    public void Pauses_double_up_to_half_an_hour() => Assert.Equal(
        [0, 5, 10, 20, 1280, 1800, 1800],
        new[] { 0, 1, 2, 3, 9, 10, 500 }.Select(failures => WebhookTrail.PauseAfter(failures).TotalSeconds));

    private async Task StartAsync()
    {
        _database = BootDatabase.Open(_folder.FullName);
        var stored = await _database.Appliance.LoadAsync(Cancel);
        _appliance = new ApplianceWriter(
            _database.Appliance, new ApplianceStart(Inventory.Empty(Frontend).With(stored.Changes), stored.Version), _time,
            NullLogger<ApplianceWriter>.Instance);
        await _appliance.StartAsync(Cancel);
        _post = new WebhookPost(_appliance, _seen, _seen, _time, NullLogger<WebhookPost>.Instance);
        await _post.StartAsync(Cancel);
    }

    private async Task StopAsync()
    {
        await _post.StopAsync(CancellationToken.None);
        _post.Dispose();
        await _appliance.StopAsync(CancellationToken.None);
        _database.Dispose();
    }

    private Task<bool> AddAsync(string name, string path, params string[] types) => CommitAsync(new Change.WebhookSet(
        new Webhook(name, new Uri(_receiver.Address, path).AbsoluteUri, _receiver.Secret, _time.GetUtcNow()) { Types = string.Join(',', types) }));

    private async Task FailAsync(long id)
    {
        var armed = new InstallAttempt(id, HostName.Parse("backend-0-0"), InstallAttempt.NewSecret(), _time.GetUtcNow(), 3, TimeSpan.FromMinutes(30))
        {
            Pallet = new PalletKey("CentOS", "6.6", "redhat", "x86_64"),
            Image = new KernelImage("vmlinuz", "initrd.img", 6, "x86_64"),
        };
        await CommitAsync(new Change.AttemptSet(armed));
        foreach (var signal in new AttemptSignal[] { new AttemptSignal.HandedOut(), new AttemptSignal.Broke("no disk", null) })
        {
            await _appliance.CommitAsync(
                inventory => new Proposal<bool>(
                    true, [.. AttemptLedger.Changes(inventory, inventory.AttemptOf(armed.Host)!, signal, _time.GetUtcNow())]),
                Cancel);
        }
    }

    private Task<bool> CommitAsync(params Change[] changes) => _appliance.CommitAsync(_ => new Proposal<bool>(true, [.. changes]), Cancel);

    private async Task StepAsync()
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        for (var step = 0; !holds(); step++)
        {
            Assert.True(step < 4000, "it never came to that");
            await StepAsync();
        }
    }

    /// <summary>The wire as a test shows it.</summary>
    private sealed class Seen : IBootEventFeed, IServerWatch
    {
        private readonly System.Threading.Channels.Channel<BootEvent> _events = System.Threading.Channels.Channel.CreateUnbounded<BootEvent>();

        public bool IsListenedTo { get; private set; }

        public ServersSeen Servers { get; set; } = ServersSeen.None;

        ServersSeen IServerWatch.Seen => Servers;

        public void Post(in BootEvent happened) => _events.Writer.TryWrite(happened);

        public Finding Judge(SeenServer seen) => Finding.Wrong("server", $"{seen.Server.Address} answers", "switch it off");

        public IAsyncEnumerable<BootEvent> Subscribe(CancellationToken cancel)
        {
            IsListenedTo = true;
            return _events.Reader.ReadAllAsync(cancel);
        }
    }
}
