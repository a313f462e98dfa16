using BootService.Net;

namespace BootService.Tftp;

/// <summary>One thread with one socket for requests and a few for all transfers: fetch a batch, handle it, send what came of it.</summary>
internal sealed partial class TftpWorker : IDisposable
{
    private readonly IDatagramSocket _requests;
    private readonly IDatagramSocket[] _transfers;
    private readonly TftpEngine _engine;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly DatagramPoller _poller;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Takes over the bound sockets, and an engine that answers through those of the transfers.</summary>
    public TftpWorker(IDatagramSocket requests, IReadOnlyList<IDatagramSocket> transfers, TftpEngine engine, TimeProvider time, ILogger log)
    {
        _requests = requests;
        _transfers = [.. transfers];
        _engine = engine;
        _time = time;
        _log = log;
        _poller = new DatagramPoller([.. _transfers, requests]);
        _thread = new Thread(Run) { Name = "tftp", IsBackground = true };
    }

    /// <summary>The socket requests come in on.</summary>
    public IDatagramSocket Requests => _requests;

    /// <summary>The sockets transfers run over, at least one.</summary>
    public IReadOnlyList<IDatagramSocket> Transfers => _transfers;

    /// <summary>What was open when it ended; nothing before.</summary>
    public IReadOnlyList<OpenTransfer> Left { get; private set; } = [];

    /// <summary>Goes on with the transfers of the run before whose ports are here. Before <see cref="Start"/>.</summary>
    public void Resume(IReadOnlyCollection<OpenTransfer> open)
    {
        for (var port = 0; port < _transfers.Length; port++)
        {
            foreach (var transfer in open.Where(one => one.ServerPort == _transfers[port].Local.Port))
            {
                _engine.Resume(transfer, port, Now());
            }
        }

        _engine.Flush();
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread, its transfers and its sockets.</summary>
    public void Dispose()
    {
        _stopping = true;
        _poller.Wake();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _poller.Dispose();
        _requests.Dispose();
        Array.ForEach(_transfers, socket => socket.Dispose());
    }

    private void Run()
    {
        while (!_stopping)
        {
            _poller.Wait(_engine.Open == 0 ? -1 : TftpTimers.TickLength);
            Turn();
        }

        Left = _engine.Leave();
    }

    /// <summary>Acknowledgements first: who is being served is finished before others are let in.</summary>
    private void Turn()
    {
        var now = Now();
        for (var port = 0; port < _transfers.Length; port++)
        {
            var arrived = _poller.IsReady(port) ? _transfers[port].Receive() : 0;
            for (var index = 0; index < arrived; index++)
            {
                Guard(_transfers[port].Received(index), port, now, static (engine, datagram, port, now) => engine.HandleTransfer(datagram, port, now));
            }
        }

        var asked = _poller.IsReady(_transfers.Length) ? _requests.Receive() : 0;
        for (var index = 0; index < asked; index++)
        {
            Guard(_requests.Received(index), 0, now, static (engine, datagram, _, now) => engine.HandleRequest(datagram, now));
        }

        _engine.Advance(now);
        _engine.Flush();
    }

    /// <summary>One datagram that meets a defect of ours ends there: everybody else goes on.</summary>
    private void Guard(ReceivedDatagram datagram, int port, long now, Handler handle)
    {
        try
        {
            handle(_engine, datagram, port, now);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            LogBroken(datagram.Peer, broken);
        }
    }

    private long Now() => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    private delegate void Handler(TftpEngine engine, ReceivedDatagram datagram, int port, long now);

    [LoggerMessage(EventId = 203, Level = LogLevel.Error, Message = "A datagram from {Peer} could not be handled")]
    private partial void LogBroken(UdpPeer peer, Exception broken);
}
