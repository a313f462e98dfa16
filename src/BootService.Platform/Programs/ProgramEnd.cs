namespace BootService.Platform.Programs;

/// <summary>What became of a program: one of the nested cases.</summary>
public abstract record ProgramEnd
{
    private ProgramEnd()
    {
    }

    /// <summary>It ended by itself.</summary>
    /// <param name="ExitCode">Its exit code; 128 and the signal's number when one ended it.</param>
    /// <param name="Output">The beginning of its standard output.</param>
    /// <param name="Error">The beginning of its standard error.</param>
    public sealed record Ended(int ExitCode, string Output, string Error) : ProgramEnd
    {
        /// <summary>The last line that it complained with, or its exit code when it said nothing.</summary>
        public string LastComplaint =>
            Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last]
                ? last.TrimEnd('.')
                : $"exit code {ExitCode}";

        /// <summary>The first line that it complained with; empty when it said nothing.</summary>
        public string FirstComplaint =>
            Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first.TrimEnd('.') : string.Empty;
    }

    /// <summary>It could not be started.</summary>
    /// <param name="IsMissing">Whether there is no such program.</param>
    /// <param name="Why">Why, as the system says it.</param>
    public sealed record NotStarted(bool IsMissing, string Why) : ProgramEnd;

    /// <summary>It took longer than it may and was killed with all it started.</summary>
    public sealed record Late : ProgramEnd;

    /// <summary>It printed more than it may and was killed with all it started.</summary>
    public sealed record TooLong : ProgramEnd;
}
