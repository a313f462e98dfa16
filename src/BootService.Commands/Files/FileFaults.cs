using BootService.Core;

namespace BootService.Commands.Files;

/// <summary>Gathers everything that is wrong with a file, so that it is all told at once.</summary>
/// <param name="path">The file as its owner named it.</param>
internal sealed class FileFaults(string path)
{
    private const int MostShown = 50;

    /// <summary>A file with a fault in each of its lines takes no more memory than this.</summary>
    private const int MostKept = 2000;

    private readonly List<(int Line, int Column, string Sentence)> _faults = [];
    private readonly List<(int Line, int Column, string Sentence)> _remarks = [];
    private int _count;

    /// <summary>What was told so far, as much of it as is kept, in the order of its places.</summary>
    public IEnumerable<(int Line, int Column, string Sentence)> All => _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column);

    /// <summary>What is left out so far.</summary>
    public IEnumerable<(int Line, int Column, string Sentence)> Remarks => _remarks;

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>Whether what was meant is worth looking for: beyond the faults that are shown it is not.</summary>
    public bool IsSuggesting => _count < MostShown;

    public void Add(CsvCell cell, string sentence)
    {
        _count++;
        if (_faults.Count < MostKept)
        {
            _faults.Add((cell.Line, cell.Column, sentence));
        }
    }

    /// <summary>The one fault that the others come of, in their place.</summary>
    public void Only(CsvCell cell, string sentence)
    {
        _faults.Clear();
        _count = 0;
        Add(cell, sentence);
    }

    /// <summary>What is left out of the file, and why; it is told when the rest is taken.</summary>
    public void Remark(CsvCell cell, string sentence) => _remarks.Add((cell.Line, cell.Column, sentence));

    /// <summary>Tells what was left out.</summary>
    public void TellRemarks(CommandCall call)
    {
        foreach (var (line, column, sentence) in _remarks.Take(MostShown))
        {
            call.Remark($"{path}:{line}:{column}: {sentence}");
        }
    }

    /// <summary>Does what may be refused; a refusal becomes a fault of this cell.</summary>
    /// <returns>Whether it was done.</returns>
    public bool Try(CsvCell cell, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (RefusedException fault)
        {
            Add(cell, fault.Message);
            return false;
        }
    }

    /// <summary>Ends the verb if there is any fault, each told with its line and column.</summary>
    /// <exception cref="RefusedException">There is.</exception>
    public void Refuse(CommandCall call)
    {
        if (_count == 0)
        {
            return;
        }

        var told = _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).Select(fault => $"{path}:{fault.Line}:{fault.Column}: {fault.Sentence}")
            .ToArray();
        if (_count == 1)
        {
            throw new RefusedException(told[0]);
        }

        foreach (var fault in told.Take(MostShown))
        {
            call.Output.Fault(fault);
        }

        throw new RefusedException($"{path} has {_count} faults; nothing of it was loaded");
    }
}
