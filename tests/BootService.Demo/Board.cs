using System.Diagnostics;
using System.Text;
using BootService.Lab.Machines;

namespace BootService.Demo;

/// <summary>
/// The nodes, live. On a terminal each has one line that is drawn anew; elsewhere each new step is a line of its own.
/// </summary>
internal sealed class Board
{
    private const int BarWidth = 24;

    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly SortedDictionary<int, NodeProgress> _nodes = [];
    private readonly TextWriter _out;
    private readonly bool _isTerminal;
    private int _drawn;

    private Board(TextWriter output, bool isTerminal) => (_out, _isTerminal) = (output, isTerminal);

    /// <summary>Time since the demo began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>A board on standard output.</summary>
    public static Board For(TextWriter output, bool isRedirected) =>
        new(output, !isRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"));

    /// <summary>A line of the story; the nodes' lines stay below it while they are shown.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            Erase();
            _out.WriteLine(line);
            Draw();
        }
    }

    /// <summary>A command line, as typed at the frontend.</summary>
    public void Typed(string command) => Say($"# {command}");

    /// <summary>Shows where a node is now.</summary>
    public void Show(NodeProgress node)
    {
        lock (_gate)
        {
            var isNews = !_nodes.TryGetValue(node.Node.Rank, out var before) || before.Step != node.Step;
            _nodes[node.Node.Rank] = node;
            if (!_isTerminal && isNews)
            {
                _out.WriteLine($"{_clock.Elapsed.TotalSeconds,6:0.0} s  {node.Node.Name}  {node.Percent,3} %  {node.Step}");
            }

            Redraw();
        }
    }

    /// <summary>Draws the nodes' lines again, for the seconds in them.</summary>
    public void Redraw()
    {
        lock (_gate)
        {
            Erase();
            Draw();
        }
    }

    /// <summary>Leaves the nodes' lines as they stand.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _nodes.Clear();
            _drawn = 0;
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
        {
            _out.Write($"\e[{_drawn}A\e[J");
            _drawn = 0;
        }
    }

    private void Draw()
    {
        if (!_isTerminal)
        {
            return;
        }

        foreach (var node in _nodes.Values)
        {
            _out.WriteLine(Line(node));
            _drawn++;
        }
    }

    private string Line(NodeProgress node)
    {
        var done = node.Percent * BarWidth / 100;
        var line = new StringBuilder()
            .Append(
                $"{node.Node.Name}  {node.Node.Address,-13}{(node.Node.Firmware is Firmware.Bios ? "BIOS" : "UEFI")} "
                + $"{(node.Node.IsMaster ? "master" : "slave "),-7}[")
            .Append('#', done).Append('.', BarWidth - done)
            .Append($"] {node.Percent,3} %  {_clock.Elapsed.TotalSeconds,4:0} s  {node.Step}");

        // A line that wraps could not be erased as one.
        var width = Math.Max(40, Console.WindowWidth - 1);
        return line.Length > width ? line.ToString(0, width) : line.ToString();
    }
}
