using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Net;

namespace BootService.Dhcp;

/// <summary>The packet loop: a batch in, its answers out, what must be durable after one commit of the journal. One thread, nothing else touches the leases.</summary>
internal sealed class DhcpLoop(
    IDatagramSocket server, IDatagramSocket bootServer, ReplySender sender, DhcpResponder responder, ILeaseJournal journal, LeaseBook book, IBootEvents events, TimeProvider time)
    : IDisposable
{
    /// <summary>Datagrams in a batch; the sockets' own.</summary>
    public const int Batch = 64;

    private const int IdleMilliseconds = 1000;
    private const int ProbesPerSecond = 100;

    private readonly DatagramPoller _poller = new(server, bootServer);
    private readonly ReplySlots _slots = new(Batch);
    private readonly DhcpReply[] _replies = new DhcpReply[Batch];
    private readonly RateLimit _probes = new(ProbesPerSecond);
    private volatile bool _stopping;

    /// <summary>Where claims of addresses come from; null when nobody listens for them.</summary>
    public ArpWatch? Arp { get; set; }

    /// <summary>Works until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_stopping)
        {
            _poller.Wait(IdleMilliseconds);
            HandleClaims();
            HandleBatch(server, DhcpDoor.Server);
            HandleBatch(bootServer, DhcpDoor.BootServer);
        }
    }

    /// <summary>Ends <see cref="Run"/> after the batch at hand. From any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _poller.Wake();
    }

    /// <summary>Makes the loop look at <see cref="Arp"/>. From any thread.</summary>
    public void Wake() => _poller.Wake();

    /// <inheritdoc/>
    public void Dispose()
    {
        _poller.Dispose();
        _slots.Dispose();
    }

    private void HandleBatch(IDatagramSocket socket, DhcpDoor door)
    {
        var count = socket.Receive();
        if (count == 0)
        {
            return;
        }

        var began = time.GetTimestamp();
        var now = DhcpMoment.Now(time);
        for (var index = 0; index < count; index++)
        {
            var datagram = socket.Received(index);
            ref var reply = ref _replies[index];
            reply = datagram.Truncated ? default : responder.Handle(datagram.Payload, door, datagram.Peer, now, _slots.Reply(index));
            if (reply.Length > 0 && !reply.Durable)
            {
                sender.Queue(socket, _slots, index, reply);
            }

            if (!reply.Probe.IsAny && Arp is not null && _probes.Allows(now.Milliseconds))
            {
                sender.QueueProbe(reply.Probe);
            }
        }

        sender.Flush(socket);
        if (journal.HasPending)
        {
            SendDurable(socket, count);
        }

        Tell(count, began);
    }

    private void SendDurable(IDatagramSocket socket, int count)
    {
        var stored = journal.Commit();
        for (var index = 0; index < count; index++)
        {
            ref var reply = ref _replies[index];
            if (!reply.Durable)
            {
                continue;
            }

            if (stored)
            {
                sender.Queue(socket, _slots, index, reply);
            }
            else
            {
                responder.Counters.NotStored++;
                book.PoolOf(book.NetworkOf(reply.Granted))?.Unstored(reply.Granted);
                reply = reply with { Event = reply.Event with { Outcome = BootOutcome.Failed, Why = "the lease could not be brought to disk" } };
            }
        }

        sender.Flush(socket);
    }

    private void Tell(int count, long began)
    {
        var took = time.GetElapsedTime(began);
        for (var index = 0; index < count; index++)
        {
            if (_replies[index] is { Length: > 0, Tell: true } reply)
            {
                events.Post(reply.Event with { Took = took });
            }
        }
    }

    private void HandleClaims()
    {
        while (Arp is { } arp && arp.TryTake(out var claim))
        {
            responder.HandleClaim(claim.SenderMac, claim.SenderAddress, DhcpMoment.Now(time));
        }

        if (journal.HasPending)
        {
            journal.Commit();
        }
    }
}
