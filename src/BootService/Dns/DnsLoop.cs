using System.Buffers.Binary;
using BootService.Doors;
using BootService.Net;
using BootService.Protocols.Dns;

namespace BootService.Dns;

/// <summary>
/// The packet loop of the name server: one thread, one socket for each of our addresses, and a few with ports of the kernel's choice to ask others by.
/// </summary>
internal sealed partial class DnsLoop : IDisposable
{
    private const int Askers = 4;
    private const int LongestAnswer = 4096;
    private const int Tick = 100;

    private readonly IDatagramSocket[] _doors;
    private readonly IDatagramSocket[] _askers;
    private readonly DnsResponder _responder;
    private readonly IReadOnlyList<UdpPeer> _others;
    private readonly ForwarderOrder _order;
    private readonly Strangers _strangers;
    private readonly DnsCounters _counters;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ForwardedQuestions _forwarded = new();
    private readonly DatagramPoller _poller;
    private readonly Thread _thread;
    private int _turn;
    private volatile bool _stopping;

    /// <summary>Takes over the sockets; nothing is answered before <see cref="Start"/>.</summary>
    /// <exception cref="IOException">The sockets that others are asked by cannot be opened.</exception>
    public DnsLoop(
        IReadOnlyList<IDatagramSocket> doors, DnsResponder responder, IReadOnlyList<UdpPeer> others, Strangers strangers, DnsCounters counters,
        TimeProvider time, ILogger log)
    {
        _doors = [.. doors];
        _responder = responder;
        _others = others;
        _order = new ForwarderOrder(others.Count);
        _strangers = strangers;
        _counters = counters;
        _time = time;
        _log = log;
        _askers =
            [.. Enumerable.Range(0, others.Count == 0 ? 0 : Askers)
                .Select(_ => DatagramSockets.Open(new DatagramSocketOptions { ReceiveSize = LongestAnswer, BufferBytes = 1 << 20 }))];
        _poller = new DatagramPoller([.. _doors, .. _askers]);
        _thread = new Thread(Run) { Name = "dns", IsBackground = true };
    }

    /// <summary>Begins to answer.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread and its sockets.</summary>
    public void Dispose()
    {
        _stopping = true;
        _poller.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _poller.Dispose();
        Array.ForEach(_doors, socket => socket.Dispose());
        Array.ForEach(_askers, socket => socket.Dispose());
    }

    private void Run()
    {
        while (!_stopping)
        {
            _poller.Wait(_forwarded.Count == 0 ? -1 : Tick);
            try
            {
                Turn();
            }
            catch (Exception broken) when (broken is not OutOfMemoryException)
            {
                LogBroken(broken); // a defect of ours ends one batch, not the service
            }
        }
    }

    private void Turn()
    {
        var now = (long)_time.GetElapsedTime(0).TotalMilliseconds;
        for (var door = 0; door < _doors.Length; door++)
        {
            var arrived = _poller.IsReady(door) ? _doors[door].Receive() : 0;
            for (var index = 0; index < arrived; index++)
            {
                HandleQuestion(door, _doors[door].Received(index), now);
            }
        }

        for (var socket = 0; socket < _askers.Length; socket++)
        {
            var arrived = _poller.IsReady(_doors.Length + socket) ? _askers[socket].Receive() : 0;
            for (var index = 0; index < arrived; index++)
            {
                HandleAnswer(socket, _askers[socket].Received(index), now);
            }
        }

        for (var late = _forwarded.Late(now); late >= 0; late = _forwarded.Late(now))
        {
            _order.Silent(_forwarded[late].Ask.Server, now);
            if (!AskNext(late, now))
            {
                Fail(late);
            }
        }

        Array.ForEach(_askers, static socket => socket.Flush());
        Array.ForEach(_doors, static socket => socket.Flush());
    }

    private void HandleQuestion(int door, in ReceivedDatagram datagram, long now)
    {
        if (_strangers.IsOne(datagram.Peer.Address))
        {
            _counters.Strangers++;
            return;
        }

        var length = _responder.Answer(datagram.Payload, _doors[door].Reserve(), isStream: false, _counters, out var isOthers);
        if (isOthers)
        {
            Forward(door, datagram, now);
        }
        else if (length > 0)
        {
            _doors[door].Commit(length, datagram.Peer);
        }
    }

    private void Forward(int door, in ReceivedDatagram datagram, long now)
    {
        _ = DnsQuestion.TryParse(datagram.Payload, out var question);
        var socket = _turn++ & (Askers - 1);
        var place = datagram.Truncated ? -1 : _forwarded.Add(datagram.Peer, door, datagram.Payload, question.End, socket, _order.First(now), now);
        if (place < 0)
        {
            _counters.Busy++;
            return; // who asks too much asks again, and finds room when answers have come
        }

        Ask(place);
        _counters.Forwarded++;
    }

    private void Ask(int place)
    {
        ref readonly var one = ref _forwarded[place];
        var message = _forwarded.MessageOf(place);
        message.CopyTo(_askers[one.Socket].Reserve());
        _askers[one.Socket].Commit(message.Length, _others[one.Ask.Server]);
    }

    private bool AskNext(int place, long now)
    {
        if (_order.Next(_forwarded[place].Ask) is not { } next)
        {
            return false;
        }

        _forwarded.AskAgain(place, next, now);
        Ask(place);
        return true;
    }

    private void Fail(int place)
    {
        var one = _forwarded[place];
        _counters.Unanswered++;
        if (DnsQuestion.TryParse(_forwarded.MessageOf(place), out var question) is DnsFault.None)
        {
            var room = _doors[one.Door].Reserve();
            var writer = new DnsAnswerWriter(room, question, DnsQuestion.PlainAnswer);
            Return(place, writer.Finish(DnsCode.ServerFailure, isOurs: false, asksOthers: true), room);
        }

        _forwarded.Remove(place);
    }

    private void HandleAnswer(int socket, in ReceivedDatagram datagram, long now)
    {
        var place = datagram.Truncated ? -1 : _forwarded.Find(datagram.Payload, socket);
        if (place < 0 || datagram.Peer != _others[_forwarded[place].Ask.Server])
        {
            return; // too late, or not from whom it was asked
        }

        var helps = !ForwarderOrder.IsNoHelp(datagram.Payload);
        if (!helps && AskNext(place, now))
        {
            return; // another one may know
        }

        if (helps)
        {
            _order.Answered(_forwarded[place].Ask.Server, now);
        }

        var room = _doors[_forwarded[place].Door].Reserve();
        datagram.Payload.CopyTo(room);
        Return(place, datagram.Payload.Length, room);
        _counters.Returned++;
        _forwarded.Remove(place);
    }

    private void Return(int place, int length, Span<byte> room)
    {
        ref readonly var one = ref _forwarded[place];
        BinaryPrimitives.WriteUInt16BigEndian(room, one.AskersId);
        _doors[one.Door].Commit(length, one.Asker);
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "A question for a name could not be handled")]
    private partial void LogBroken(Exception broken);
}
