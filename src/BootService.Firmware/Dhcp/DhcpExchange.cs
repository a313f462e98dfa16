using BootService.Firmware.Wire;
using BootService.Protocols.Dhcp;
using BootService.Protocols.Net;

namespace BootService.Firmware.Dhcp;

/// <summary>What came of a DHCP exchange.</summary>
/// <param name="Address">The machine's address; 0.0.0.0 when it got none.</param>
/// <param name="Boot">Whose boot file is fetched; null when there is none.</param>
/// <param name="Why">Why there is no address or no boot file, a sentence; null when there are both.</param>
public sealed record DhcpResult(Ipv4 Address, DhcpOffer? Boot, string? Why)
{
    /// <summary>Whether it ended because a server that should have answered did not.</summary>
    public bool IsSilenced { get; init; }
}

/// <summary>One machine's way to an address and a boot file: DISCOVER, offers gathered, REQUEST, ACK, and port 4011 where the offer sends it there.</summary>
/// <param name="dialect">How its firmware speaks.</param>
/// <param name="machine">The machine.</param>
/// <param name="transaction">xid.</param>
/// <param name="services">Where servers listen.</param>
public sealed class DhcpExchange(DhcpDialect dialect, Machine machine, uint transaction, ServicePorts services) : IExchange
{
    private const int LongestMessage = 1024;
    private readonly List<DhcpOffer> _offers = [];
    private Step _step;
    private int _tries;
    private TimeSpan _began;
    private OfferChoice? _choice;
    private DhcpOffer? _acknowledged;

    private enum Step
    {
        Discovering,
        Requesting,
        AskingBootServer,
        Over,
    }

    /// <summary>What came of it; null until it is over.</summary>
    public DhcpResult? Result { get; private set; }

    /// <summary>Messages sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How often it asked again because nobody had answered; to ask again while waiting for something better does not count.</summary>
    public int Repeats { get; private set; }

    /// <summary>Octets of the answers heard.</summary>
    public long Heard { get; private set; }

    /// <inheritdoc/>
    public bool IsOver => _step is Step.Over;

    /// <inheritdoc/>
    public TimeSpan Deadline { get; private set; }

    /// <inheritdoc/>
    public bool HasEnough => _step is Step.Discovering && OfferChoice.Of(dialect.Rule, _offers) is { Address: not null, Why: null };

    /// <inheritdoc/>
    public void Begin(TimeSpan now, IWire wire)
    {
        _began = now;
        Discover(now, wire);
    }

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> datagram, Ipv4 from, ushort port, TimeSpan now, IWire wire)
    {
        if (IsOver || DhcpMessage.TryParse(datagram, out var message) is not DhcpFault.None || message.IsRequest
            || message.TransactionId != transaction || message.HardwareAddress != machine.Mac)
        {
            return;
        }

        Heard += datagram.Length;
        switch (_step, message.Type)
        {
            case (Step.Discovering, DhcpMessageType.Offer):
                Gather(DhcpOffer.From(message, from), now, wire);
                break;
            case (Step.Requesting, DhcpMessageType.Ack):
                Acknowledged(DhcpOffer.From(message, from), now, wire);
                break;
            case (Step.Requesting, DhcpMessageType.Nak):
                var said = message.TryGet(DhcpOptionCode.Message, out var text) ? System.Text.Encoding.ASCII.GetString(text) : "no reason given";
                End(default, null, $"the server took its offer back: {said}");
                break;
            case (Step.AskingBootServer, DhcpMessageType.Ack or DhcpMessageType.Offer) when DhcpOffer.From(message, from) is var boot
                && boot.BootFile.Length > 0:
                End(_acknowledged!.Address, boot, null);
                break;
        }
    }

    /// <inheritdoc/>
    public void Pass(TimeSpan now, IWire wire)
    {
        switch (_step)
        {
            case Step.Discovering when _offers.Count > 0 && now - _began >= dialect.Gathering:
                Choose(now, wire);
                break;
            case Step.Discovering when _tries < dialect.Waits.Count:
                Discover(now, wire);
                break;
            case Step.Discovering when _offers.Count > 0:
                Choose(now, wire);
                break;
            case Step.Discovering:
                End(default, null, "no server offered anything (the firmware says PXE-E51 or PXE-E16)");
                break;
            case Step.Requesting or Step.AskingBootServer when _tries < dialect.Waits.Count:
                Ask(now, wire);
                break;
            case Step.Requesting:
                End(default, null, "the server offered an address and did not answer the request for it");
                break;
            case Step.AskingBootServer:
                End(_acknowledged!.Address, null, $"nobody answered on port {services.BootServer} of {_choice!.AskBootServer} (the firmware says PXE-E55)",
                    isSilenced: true);
                break;
        }
    }

    private void Discover(TimeSpan now, IWire wire)
    {
        Span<byte> datagram = stackalloc byte[LongestMessage];
        Repeats += _tries > 0 && _offers.Count == 0 ? 1 : 0;
        Send(wire, datagram[..dialect.Write(datagram, DhcpMessageType.Discover, machine, transaction)], Ipv4.Broadcast, services.Dhcp);
        Deadline = now + dialect.Waits[_tries++];
    }

    private void Gather(DhcpOffer offer, TimeSpan now, IWire wire)
    {
        _offers.Add(offer);
        var best = OfferChoice.IsBest(dialect.Rule, offer);
        var gathered = now - _began >= dialect.Gathering && dialect.Rule is OfferRule.Ipxe;
        if ((best || gathered) && OfferChoice.Of(dialect.Rule, _offers) is { Address: not null })
        {
            Choose(now, wire);
        }
    }

    private void Choose(TimeSpan now, IWire wire)
    {
        _choice = OfferChoice.Of(dialect.Rule, _offers);
        if (_choice.Address is null)
        {
            End(default, null, _choice.Why);
            return;
        }

        // An HTTP client drops offers that are not for it before it asks for an address; others take the address and find no file.
        if (_choice.Why is { } why && dialect.Rule is OfferRule.Edk2Http)
        {
            End(default, null, why);
            return;
        }

        _step = Step.Requesting;
        _tries = 0;
        Ask(now, wire);
    }

    private void Acknowledged(DhcpOffer acknowledged, TimeSpan now, IWire wire)
    {
        if (acknowledged.Server != _choice!.Address!.Server)
        {
            return;
        }

        _acknowledged = acknowledged;
        if (_choice.AskBootServer.IsAny)
        {
            // The ACK repeats what the offer said; where it is silent, the offer still holds.
            var boot = _choice.Boot is null || ReferenceEquals(_choice.Boot, _choice.Address) ? acknowledged : _choice.Boot;
            boot = boot.BootFile.Length > 0 ? boot : _choice.Boot;
            End(acknowledged.Address, boot, boot is null ? _choice.Why ?? "the ACK names no boot file" : null);
            return;
        }

        _step = Step.AskingBootServer;
        _tries = 0;
        Ask(now, wire);
    }

    private void Ask(TimeSpan now, IWire wire)
    {
        Span<byte> datagram = stackalloc byte[LongestMessage];
        Repeats += _tries > 0 ? 1 : 0;
        var bootServer = _step is Step.AskingBootServer;
        var length = dialect.Write(datagram, DhcpMessageType.Request, machine, transaction, _choice!.Address, bootServer ? _acknowledged : null);
        Send(wire, datagram[..length], bootServer ? _choice.AskBootServer : Ipv4.Broadcast, bootServer ? services.BootServer : services.Dhcp);
        Deadline = now + dialect.Waits[_tries++];
    }

    private void Send(IWire wire, ReadOnlySpan<byte> datagram, Ipv4 to, ushort port)
    {
        Sent++;
        wire.Send(datagram, to, port);
    }

    private void End(Ipv4 address, DhcpOffer? boot, string? why, bool isSilenced = false)
    {
        Result = new DhcpResult(address, boot, why) { IsSilenced = isSilenced };
        _step = Step.Over;
        Deadline = TimeSpan.MaxValue;
    }
}
