using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Doors;
using BootService.Files;
using BootService.Net;
using BootService.Protocols.Tftp;

namespace BootService.Tftp;

/// <summary>
/// All transfers of one worker. It is given datagrams and the time, and answers through a few sockets, which all transfers share: clients are told
/// apart by address and port, and the files of one client by our port (<see cref="TftpPorts"/>). It knows no thread and no clock, so that a test
/// can be its network and its time.
/// </summary>
/// <remarks>
/// RFC 1350, 2347 to 2349, 7440. Not safe from several threads. The sockets are those of the transfers, at most <see cref="TftpPorts.Most"/>.
/// </remarks>
internal sealed partial class TftpEngine(
    TftpRequests requests, TftpEvents events, TftpSettings settings, IReadOnlyList<IDatagramSocket> sockets, TftpCounters counters)
{
    private readonly Dictionary<UdpPeer, TftpTransfer> _transfers = [];
    private readonly Dictionary<uint, int> _perAddress = [];
    private readonly TftpTimers _timers = new();
    private readonly TftpPace _pace = new();
    private readonly List<TftpTransfer> _due = [];
    private readonly List<IBlockSource> _released = [];
    private readonly TftpPorts _ports = new(sockets.Count);
    private readonly IDatagramSocket[] _sockets = [.. sockets];

    /// <summary>Tells machines of our networks from others, who get no answer; null to answer all.</summary>
    public Strangers? Strangers { get; init; }

    /// <summary>How large a block the way to a machine takes.</summary>
    public TftpPaths Paths { get; init; } = new(null);

    /// <summary>Transfers now open.</summary>
    public int Open => _transfers.Count;

    /// <summary>A datagram came to the port of requests.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="now">Milliseconds of a clock that only goes forward.</param>
    public void HandleRequest(ReceivedDatagram datagram, long now)
    {
        if (Strangers?.IsOne(datagram.Peer.Address) is true)
        {
            counters.Strangers++;
            return;
        }

        var fault = TftpRequest.TryParse(datagram.Payload, out var request);
        if (fault is not TftpFault.None)
        {
            counters.Malformed++;
            if (fault is TftpFault.UnknownMode or TftpFault.Unterminated)
            {
                Refuse(datagram.Peer, TftpErrorCode.IllegalOperation,
                    fault is TftpFault.UnknownMode ? "only octet and netascii are served" : "malformed request");
            }

            return;
        }

        if (request.IsWrite)
        {
            counters.Refused++;
            Refuse(datagram.Peer, TftpErrorCode.AccessViolation, "this server is read-only");
            return;
        }

        counters.Requests++;
        var hash = new HashCode();
        hash.AddBytes(datagram.Payload);
        if (_ports.IsBelated(datagram.Peer, hash.ToHashCode(), now - datagram.Waited))
        {
            counters.RepeatedRequests++;
        }
        else if (!IsRepeat(datagram.Peer, hash.ToHashCode(), now) && HasRoom(datagram.Peer))
        {
            Begin(datagram.Peer, request, hash.ToHashCode(), now);
        }
    }

    /// <summary>A datagram came to a port of the transfers.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="port">Which of the sockets it came to.</param>
    /// <param name="now">As in <see cref="HandleRequest"/>.</param>
    public void HandleTransfer(ReceivedDatagram datagram, int port, long now)
    {
        if (TftpPacket.TryParse(datagram.Payload, out var packet) is not TftpFault.None)
        {
            counters.Malformed++;
        }
        else if (!_transfers.TryGetValue(datagram.Peer, out var transfer) || transfer.Port != port)
        {
            HandleStray(datagram.Peer, port, packet.Opcode);
        }
        else if (packet.Opcode is TftpOpcode.Acknowledge)
        {
            HandleAcknowledge(transfer, packet.Block, now);
        }
        else if (packet.Opcode is TftpOpcode.Error)
        {
            HandleError(transfer, packet, now);
        }
        else
        {
            counters.Malformed++;
        }
    }

    /// <summary>Time has passed: sends again what was not answered and gives up what stands still too long.</summary>
    /// <inheritdoc cref="HandleRequest"/>
    public void Advance(long now)
    {
        _timers.Advance(now, _due);
        foreach (var transfer in _due)
        {
            if (!transfer.Over)
            {
                HandleSilence(transfer, now);
            }
        }

        _due.Clear();
    }

    /// <summary>Ends a batch: everything queued leaves, and only then is memory given back.</summary>
    public void Flush()
    {
        foreach (var socket in _sockets)
        {
            socket.Flush();
        }

        foreach (var source in _released)
        {
            source.Release();
        }

        _released.Clear();
        counters.Open = _transfers.Count;
    }

    /// <summary>A request from a port that has a transfer open: the firmware may only be impatient.</summary>
    private bool IsRepeat(UdpPeer peer, int hash, long now)
    {
        const int SameRequest = 1000;
        if (!_transfers.TryGetValue(peer, out var open))
        {
            return false;
        }

        if (open.RequestHash == hash && !open.Heard)
        {
            counters.RepeatedRequests++;
            Resend(open, now);
            return true;
        }

        if (open.RequestHash == hash && now - open.Started < SameRequest)
        {
            counters.RepeatedRequests++;
            return true;
        }

        counters.Replaced++;
        End(open, now, BootOutcome.Failed, BootReason.Transfer.For(TransferNote.BegunAnew));
        return false;
    }

    /// <summary>Past the limits a request is left without an answer: every client asks again after a second or so.</summary>
    private bool HasRoom(UdpPeer peer)
    {
        if (_transfers.Count >= settings.MaxTransfers / settings.WorkerCount)
        {
            counters.OverTotalLimit++;
            return false;
        }

        if (_perAddress.GetValueOrDefault(peer.Address.Value) >= settings.MaxTransfersPerPeer)
        {
            counters.OverPeerLimit++;
            return false;
        }

        return true;
    }

    private void Begin(UdpPeer peer, TftpRequest request, int hash, long now)
    {
        switch (requests.Answer(peer, request, Paths.MostFor(peer.Address)))
        {
            case TftpAnswer.Serve serve:
                var transfer = new TftpTransfer(peer, serve.Name, hash, serve.Source, serve.Terms, now)
                {
                    Mode = request.Mode,
                    Version = VersionOf(serve.Found),
                    Port = _ports.Next(peer),
                    Patience = _pace.First,
                    Unsent = serve.Found,
                };
                Take(transfer, now);
                break;
            case TftpAnswer.Refuse refuse:
                if (refuse.Code is TftpErrorCode.FileNotFound)
                {
                    counters.NotFound++;
                }
                else
                {
                    counters.Refused++;
                }

                Refuse(peer, refuse.Code, refuse.Why);
                events.Refused(peer, refuse);
                if (refuse.Found is { } refused)
                {
                    requests.Sent(refused, TimeSpan.Zero);
                }

                break;
        }
    }

    private void Take(TftpTransfer transfer, long now)
    {
        _transfers.Add(transfer.Peer, transfer);
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_perAddress, transfer.Peer.Address.Value, out _)++;
        Send(transfer, now);
    }

    private static FileVersion? VersionOf(BootFile? found) => (found as BootFile.OnDisk)?.Version;

    /// <summary>A packet of no transfer, or of one that is done. An open transfer of the same client on another port is left alone.</summary>
    private void HandleStray(UdpPeer peer, int port, TftpOpcode opcode)
    {
        // A late ACK belongs to a transfer that is done, and an ERROR is never answered (RFC 1350 §7).
        if (opcode is TftpOpcode.Error || (opcode is TftpOpcode.Acknowledge && _ports.HasServed(peer, port)))
        {
            return;
        }

        if (Strangers?.IsOne(peer.Address) is true)
        {
            counters.Strangers++;
            return;
        }

        counters.UnknownTransfers++;
        SendError(peer, port, TftpErrorCode.UnknownTransfer, "unknown transfer");
    }

    private void HandleAcknowledge(TftpTransfer transfer, ushort block, long now)
    {
        if (transfer.AwaitsOptions)
        {
            if (block != 0)
            {
                counters.IdleAcknowledgements++;
                return;
            }

            transfer.AwaitsOptions = false;
        }
        else
        {
            var moved = transfer.Window.Acked(block);
            if (moved == transfer.Window)
            {
                counters.IdleAcknowledgements++;
                return;
            }

            transfer.Window = moved;
        }

        _pace.Progress(transfer, now);
        if (transfer.Window.Done)
        {
            counters.Completed++;
            _ports.Finished(transfer.Peer, transfer.RequestHash, transfer.Sent);
            counters.CompletedBytes += transfer.Source.Length;
            End(transfer, now, BootOutcome.Ok, transfer.Repeats == 0 ? null : BootReason.Transfer.For(TransferNote.SentAgain));
        }
        else
        {
            Send(transfer, now);
        }
    }

    private void HandleError(TftpTransfer transfer, TftpPacket packet, long now)
    {
        // UEFI asks for tsize only to learn the size, and ends the transfer at the OACK; clients that want other options do the same.
        if (transfer.AwaitsOptions && packet.ErrorCode is TftpErrorCode.OptionsRefused or TftpErrorCode.NotDefined)
        {
            counters.SizeProbes++;
            End(transfer, now, BootOutcome.Ok, BootReason.Transfer.For(TransferNote.SizeOnly));
            return;
        }

        counters.StoppedByPeer++;
        End(transfer, now, BootOutcome.Failed, TftpEvents.Quote(packet.ErrorCode, packet.ErrorText));
    }

    private void HandleSilence(TftpTransfer transfer, long now)
    {
        if (now >= EndOf(transfer))
        {
            counters.TimedOut++;
            SendError(transfer.Peer, transfer.Port, TftpErrorCode.NotDefined, "no acknowledgement came");
            End(transfer, now, BootOutcome.Failed, BootReason.Transfer.For(transfer.Heard ? TransferNote.StoppedAnswering : TransferNote.NeverAnswered));
            return;
        }

        TftpPace.Silence(transfer);
        if (Paths.Stalled(transfer))
        {
            counters.Narrowed++;
        }

        Resend(transfer, now);
    }

    /// <summary>When a transfer is given up unless its client moves on, whatever timeout the client asked for.</summary>
    private long EndOf(TftpTransfer transfer) =>
        transfer.Progressed + (long)(transfer.Heard ? settings.GiveUpAfter : settings.GiveUpSilentAfter).TotalMilliseconds;

    private void Resend(TftpTransfer transfer, long now)
    {
        counters.Retransmits++;
        transfer.Repeats++;
        transfer.Repeated = true;
        transfer.Window = transfer.Window.TimedOut();
        Send(transfer, now);
    }

    /// <summary>Sends the OACK or all that the window allows, and sets the clock for its answer.</summary>
    private void Send(TftpTransfer transfer, long now)
    {
        var socket = _sockets[transfer.Port];
        if (transfer.AwaitsOptions)
        {
            socket.Commit(TftpWriter.OptionAcknowledge(socket.Reserve(), transfer.Terms.Granted), transfer.Peer);
        }
        else if (transfer.Source.TryQueue(socket, transfer.Peer, transfer.Window.NextToSend, transfer.Window.Ready))
        {
            transfer.Window = transfer.Window.Sent();
            counters.Windows++;
            TellSent(transfer, now);
        }
        else
        {
            counters.Failed++;
            SendError(transfer.Peer, transfer.Port, TftpErrorCode.NotDefined, "the file changed while it was being sent");
            End(transfer, now, BootOutcome.Failed, BootReason.Transfer.For(TransferNote.FileChanged));
            return;
        }

        transfer.Sent = now;
        transfer.Deadline = Math.Min(now + transfer.Patience, EndOf(transfer));
        _timers.File(transfer);
    }

    /// <summary>
    /// Once all of it has gone out the machine can have it, whatever becomes of its acknowledgement. Who only asked for the size was sent nothing.
    /// </summary>
    private void TellSent(TftpTransfer transfer, long now)
    {
        if (transfer.Unsent is { } found && transfer.Window.NextToSend > transfer.Window.LastBlock)
        {
            transfer.Unsent = null;
            requests.Sent(found, TimeSpan.FromMilliseconds(now - transfer.Started));
        }
    }

    private void End(TftpTransfer transfer, long now, BootOutcome outcome, BootReason? why)
    {
        transfer.Over = true;
        _timers.Remove(transfer);
        _transfers.Remove(transfer.Peer);
        ref var open = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_perAddress, transfer.Peer.Address.Value);
        if (--open == 0)
        {
            _perAddress.Remove(transfer.Peer.Address.Value);
        }

        _released.Add(transfer.Source);
        events.Ended(transfer, now, outcome, why);
    }

    /// <summary>Answers a request by an error, from a port of its own as a file would be.</summary>
    private void Refuse(UdpPeer peer, TftpErrorCode code, string text) => SendError(peer, _ports.Next(peer), code, text);

    private void SendError(UdpPeer peer, int port, TftpErrorCode code, string text)
    {
        Span<byte> packet = _sockets[port].Reserve();
        _sockets[port].Commit(TftpWriter.Error(packet[..256], code, text), peer);
    }
}
