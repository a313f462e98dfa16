using BootService.Core.Dhcp;
using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Net;

namespace BootService.Dhcp;

/// <summary>
/// The packet loop: a batch in, its answers out; what must be durable leaves when its group is on disk. One thread; nothing else touches the leases.
/// </summary>
/// <remarks>
/// A disk that answers at once is waited for in place, which spares two changes of thread. A slower one works on a group in the background
/// while the loop answers on and gathers the next group, so that neither offers nor known hosts ever wait for it.
/// </remarks>
internal sealed class DhcpLoop : IDisposable
{
    /// <summary>Datagrams in a batch; the sockets' own.</summary>
    public const int Batch = 64;

    private const int IdleMilliseconds = 1000;
    private const int ProbesPerSecond = 100;
    private static readonly TimeSpan QuickDisk = TimeSpan.FromMicroseconds(300);

    private readonly DhcpLink[] _links;
    private readonly DhcpDoorway[] _doorways;
    private readonly DhcpResponder _responder;
    private readonly ILeaseJournal _journal;
    private readonly IBootEvents _events;
    private readonly TimeProvider _time;
    private readonly DatagramPoller _poller;
    private readonly GroupCommit _commit;
    private readonly LateReplies _late = new();
    private readonly HeldOffers _held = new();
    private readonly Action<DhcpReply, DhcpDoorway, ReplySlots, int> _sendHeld;
    private readonly ReplySlots _slots = new(Batch);
    private readonly DhcpReply[] _replies = new DhcpReply[Batch];
    private readonly RateLimit _probes = new(ProbesPerSecond);
    private WaitingReplies _gathering = new();
    private WaitingReplies _committing = new();
    private volatile bool _stopping;

    /// <summary>Makes the loop; nothing is answered before <see cref="Run"/>.</summary>
    public DhcpLoop(IReadOnlyList<DhcpLink> links, DhcpResponder responder, ILeaseJournal journal, IBootEvents events, TimeProvider time)
    {
        _links = [.. links];
        _doorways = [.. links.SelectMany(link => link.Doorways)];
        _responder = responder;
        _journal = journal;
        _events = events;
        _time = time;
        _poller = new DatagramPoller([.. _doorways.Select(doorway => doorway.Socket)]);
        _commit = new GroupCommit(journal, _poller.Wake, time);
        _sendHeld = SendHeld;
    }

    /// <summary>Works until <see cref="Stop"/>, and then until what is acknowledged is on disk.</summary>
    public void Run()
    {
        while (!_stopping)
        {
            var before = DhcpMoment.Now(_time).Milliseconds;
            _poller.Wait(_held.Until(before, _late.Until(before, IdleMilliseconds)));
            HearOthers();
            HandleClaims();
            SendLate();
            for (var index = 0; index < _doorways.Length; index++)
            {
                if (_poller.IsReady(index))
                {
                    HandleBatch(_doorways[index]);
                }
            }

            Commit();
        }

        FinishGroup();
        Commit();
        FinishGroup();
    }

    /// <summary>Ends <see cref="Run"/> after the batch at hand. From any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        _poller.Wake();
    }

    /// <summary>Makes the loop look at the claims of addresses. From any thread.</summary>
    public void Wake() => _poller.Wake();

    /// <inheritdoc/>
    public void Dispose()
    {
        _commit.Dispose();
        _poller.Dispose();
        _slots.Dispose();
        _late.Dispose();
        _held.Dispose();
        _gathering.Dispose();
        _committing.Dispose();
    }

    private void HandleBatch(DhcpDoorway doorway)
    {
        var (link, socket, door, at) = doorway;
        var count = socket.Receive();
        if (count == 0)
        {
            return;
        }

        // A disk that is slow is waited for. A database may be away for long, and known hosts must not wait for it.
        if (_gathering.Count > WaitingReplies.Most - count && (!_journal.IsShared || _commit.IsIdle))
        {
            FinishGroup();
            Commit();
        }

        var began = _time.GetTimestamp();
        var now = DhcpMoment.Now(_time);
        for (var index = 0; index < count; index++)
        {
            var datagram = socket.Received(index);
            ref var reply = ref _replies[index];
            reply = datagram.Truncated ? default : _responder.Handle(datagram.Payload, door, datagram.Peer, now, _slots.Reply(index), at);
            var probe = reply.Probe;
            if (!reply.ForwardTo.IsDefaultOrEmpty)
            {
                link.PassOn(_slots, index, reply);
                reply = default;
            }
            else if (reply.Durable && _gathering.Count == WaitingReplies.Most)
            {
                _responder.NotStored(reply.Granted);
                reply = default;
            }
            else if (reply.Durable)
            {
                _gathering.Add(reply, _slots.Reply(index)[..reply.Length], doorway, began);
            }
            else if (reply.Length > 0 && _held.TryAdd(reply, _slots.Reply(index)[..reply.Length], doorway, now.Milliseconds))
            {
                reply = default; // nothing has happened until it is sent
            }
            else if (reply.Length > 0 && !(reply.IsLate && _late.TryAdd(reply, _slots.Reply(index)[..reply.Length], doorway, now.Milliseconds)))
            {
                link.Sender.Queue(socket, _slots, index, reply);
            }

            if (!probe.IsAny && link.Arp is not null && _probes.Allows(now.Milliseconds))
            {
                link.Sender.QueueProbe(probe);
            }
        }

        link.Sender.Flush(socket);
        for (var index = 0; index < count; index++)
        {
            if (_replies[index] is { Durable: false } reply)
            {
                Tell(reply, began);
            }
        }
    }

    // One group is on its way at a time; what comes meanwhile gathers for the next.
    private void Commit()
    {
        if (_committing.Count > 0 && _commit.IsIdle)
        {
            FinishGroup();
        }

        if (!_journal.HasPending || !_commit.IsIdle)
        {
            return;
        }

        _journal.Seal();
        (_gathering, _committing) = (_committing, _gathering);
        if (!_journal.IsShared && _commit.Last < QuickDisk)
        {
            Release(_commit.CommitHere());
        }
        else
        {
            _commit.Start();
        }
    }

    private void FinishGroup()
    {
        var stored = _commit.Wait();
        if (_committing.Count > 0)
        {
            Release(stored);
        }
    }

    private void Release(bool stored)
    {
        for (var index = 0; index < _committing.Count; index++)
        {
            var (reply, doorway, _) = _committing[index];
            if (stored && _journal.Took(reply.Granted))
            {
                doorway.Link.Sender.Queue(doorway.Socket, _committing.Slots, index, reply);
            }
            else
            {
                _responder.NotStored(reply.Granted);
            }
        }

        foreach (var doorway in _doorways)
        {
            doorway.Link.Sender.Flush(doorway.Socket);
        }

        for (var index = 0; index < _committing.Count; index++)
        {
            var (reply, _, began) = _committing[index];
            Tell(stored && _journal.Took(reply.Granted)
                ? reply
                : reply with { Event = reply.Event with { Outcome = BootOutcome.Failed, Told = BootTold.Nothing, Reason = BootReason.LeaseNotStored.Value } },
                began);
        }

        _committing.Clear();
    }

    private void Tell(in DhcpReply reply, long began)
    {
        if (reply is { Length: > 0, Tell: true })
        {
            _events.Post(reply.Event with { Took = _time.GetElapsedTime(began) });
        }
    }

    private void SendLate()
    {
        while (_late.TryTake(DhcpMoment.Now(_time).Milliseconds, out var reply, out var doorway, out var slot))
        {
            doorway.Link.Sender.Queue(doorway.Socket, _late.Slots, slot, reply);
            doorway.Link.Sender.Flush(doorway.Socket);
        }

        _held.Send(_responder.Heard, DhcpMoment.Now(_time).Milliseconds, _sendHeld);
    }

    private void SendHeld(DhcpReply reply, DhcpDoorway doorway, ReplySlots slots, int slot)
    {
        doorway.Link.Sender.Queue(doorway.Socket, slots, slot, reply);
        doorway.Link.Sender.Flush(doorway.Socket);
        _responder.Counters.Offers++;
        if (reply.Tell)
        {
            _events.Post(reply.Event);
        }
    }

    // Before any question is answered: what others have given is not given again.
    private void HearOthers()
    {
        if (_journal.IsShared)
        {
            _responder.HearOthers(DhcpMoment.Now(_time));
        }
    }

    private void HandleClaims()
    {
        foreach (var link in _links)
        {
            while (link.Arp is { } arp && arp.TryTake(out var claim))
            {
                _responder.HandleClaim(claim.SenderMac, claim.SenderAddress, DhcpMoment.Now(_time));
            }
        }
    }
}
