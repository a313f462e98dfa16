using BootService.Core.Events;
using BootService.Core.Hosts;
using BootService.Dhcp;
using BootService.Firmware;
using BootService.Firmware.Dhcp;
using BootService.Firmware.Wire;
using BootService.Net;
using BootService.Protocols.Net;
using BootService.Rehearsals;
using BootService.Tests.Dhcp;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BootService.Tests.Rehearsals;

/// <summary>Personas at the DHCP server's one door, marked as a rehearsal and not.</summary>
public sealed class RehearsedDhcpTests : IDisposable
{
    private readonly DhcpFixture _server = new();
    private readonly FakeTimeProvider _time = new();
    private readonly RunningRehearsal _rehearsals;
    private readonly DhcpResponder _responder;

    public RehearsedDhcpTests()
    {
        _rehearsals = new(_server, _time);
        _responder = new DhcpResponder(new DhcpSettings(), _server, _server, _server.Book, _server) { Rehearsal = _rehearsals };
    }

    public static TheoryData<string> Personas => new(Persona.All.Select(persona => persona.Name));

    public void Dispose() => _rehearsals.Dispose();

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Every_persona_gets_its_address_and_a_boot_file_of_an_armed_host_and_nothing_is_told(string name)
    {
        _server.Arm();
        using var running = await PlayAsync(DhcpFixture.Known);
        var result = Boot(DhcpFixture.Known, name, DhcpFixture.Frontend.Address);
        Assert.Equal("10.1.255.254", result.Address.ToString());
        Assert.NotNull(result.Boot);
        Assert.Empty(_server.Told);
        Assert.Empty(_server.Stored);
    }

    [Fact]
    public async Task A_rehearsal_takes_no_address_from_the_pool()
    {
        using var running = await PlayAsync(DhcpFixture.Unknown);
        var result = Boot(DhcpFixture.Unknown, "uefi", DhcpFixture.Frontend.Address);
        Assert.False(result.Address.IsAny);
        Assert.Empty(_server.Stored);
        Assert.Empty(_server.Told);
        Assert.Empty(_server.Book.Stored(_server.Now));
        Assert.Equal(0, _responder.Counters.Offers);
    }

    [Fact]
    public void The_same_machine_in_earnest_takes_one()
    {
        Boot(DhcpFixture.Unknown, "uefi", Ipv4.Any);
        Assert.NotEmpty(_server.Stored);
        Assert.Contains(_server.Told, told => told.Outcome is BootOutcome.Ok);
    }

    [Fact]
    public async Task A_rehearsal_is_of_one_host_and_of_our_own_address()
    {
        using (await PlayAsync(DhcpFixture.Known))
        {
            Assert.NotNull(_rehearsals.Of(DhcpFixture.Frontend.Address));
            Assert.Null(_rehearsals.Of(Ipv4.Parse("10.1.255.254")));
            Boot(DhcpFixture.Unknown, "bios", DhcpFixture.Frontend.Address, mayFail: true);
            Assert.NotEmpty(_server.Told);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_rehearsals.Of(DhcpFixture.Frontend.Address));
    }

    [Fact]
    public async Task What_a_slow_frontend_hears_after_the_end_is_the_rehearsals_still()
    {
        (await PlayAsync(DhcpFixture.Known)).Dispose();
        _time.Advance(TimeSpan.FromSeconds(40));
        Boot(DhcpFixture.Known, "bios", DhcpFixture.Frontend.Address);
        Assert.Empty(_server.Told);
        Assert.Empty(_server.Stored);
    }

    [Fact]
    public async Task A_second_rehearsal_waits_for_the_first()
    {
        var first = await PlayAsync(DhcpFixture.Known);
        var second = PlayAsync(DhcpFixture.Relayed);
        Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose();
        using var running = await second;
        Assert.Equal(DhcpFixture.Relayed, _rehearsals.Of(DhcpFixture.Frontend.Address)!.Mac);
    }

    private Task<IDisposable> PlayAsync(MacAddress mac) =>
        _rehearsals.BeginAsync(new PlayedHost(HostName.Parse("backend-0-0"), mac, default), TestContext.Current.CancellationToken);

    private DhcpResult Boot(MacAddress mac, string persona, Ipv4 from, bool mayFail = false)
    {
        var exchange = new DhcpExchange(Persona.All.Single(known => known.Name == persona).Dhcp, new Machine(mac), 7, new ServicePorts());
        var wire = new ResponderWire(_responder, exchange, from, _server);
        exchange.Begin(TimeSpan.Zero, wire);
        wire.Deliver();
        while (!exchange.IsOver)
        {
            exchange.Pass(wire.Now = exchange.Deadline, wire);
            wire.Deliver();
        }

        Assert.True(mayFail || exchange.Result!.Boot is not null, exchange.Result!.Why);
        return exchange.Result!;
    }

    /// <summary>The cable between a persona and the responder.</summary>
    private sealed class ResponderWire(DhcpResponder responder, DhcpExchange exchange, Ipv4 from, DhcpFixture server) : IWire
    {
        private readonly Queue<byte[]> _replies = new();
        private readonly byte[] _room = new byte[2000];

        public TimeSpan Now { get; set; }

        public void Send(ReadOnlySpan<byte> datagram, Ipv4 to, ushort port)
        {
            var reply = responder.Handle(
                datagram, port == 4011 ? BootService.Core.Dhcp.DhcpDoor.BootServer : BootService.Core.Dhcp.DhcpDoor.Server, new UdpPeer(from, 50_000),
                server.Now, _room);
            if (reply.Length > 0)
            {
                if (reply.Tell)
                {
                    server.Post(reply.Event);
                }

                _replies.Enqueue(_room[..reply.Length]);
            }
        }

        public void ChangePort()
        {
        }

        public void Deliver()
        {
            while (_replies.TryDequeue(out var reply))
            {
                exchange.Receive(reply, DhcpFixture.Frontend.Address, 67, Now, this);
            }
        }
    }
}
