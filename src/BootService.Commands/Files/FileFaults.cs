using BootService.Core;

namespace BootService.Commands.Files;

/// <summary>Gathers everything that is wrong with a file, so that it is all told at once.</summary>
/// <param name="path">The file as its owner named it.</param>
internal sealed class FileFaults(string path)
{
    private const int MostShown = 100;

    private readonly List<(int Line, int Column, string Sentence)> _faults = [];

    public void Add(CsvCell cell, string sentence) => _faults.Add((cell.Line, cell.Column, sentence));

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
        if (_faults.Count == 0)
        {
            return;
        }

        var told = _faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).Select(fault => $"{path}:{fault.Line}:{fault.Column}: {fault.Sentence}").ToArray();
        if (told.Length == 1)
        {
            throw new RefusedException(told[0]);
        }

        foreach (var fault in told.Take(MostShown))
        {
            call.Output.Fault(fault);
        }

        throw new RefusedException($"{path} has {told.Length} faults; nothing of it was loaded");
    }
}
