namespace BootService.Media;

/// <summary>Where a long work says how far it is and what went wrong on the way. Not safe for several threads.</summary>
public interface IWorkReport
{
    /// <summary>Says how far a long work is.</summary>
    /// <param name="text">What is being done.</param>
    /// <param name="done">How much of it is done, in <paramref name="total"/>'s unit.</param>
    /// <param name="total">How much it is; 0 when that is not known.</param>
    ValueTask ProgressAsync(string text, long done, long total);

    /// <summary>Says a sentence that is no fault.</summary>
    void Message(string text);

    /// <summary>Says one fault of several; the work ends with a refusal afterwards.</summary>
    void Fault(string sentence);
}
