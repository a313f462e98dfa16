using BootService.Commands.Ports;
using BootService.Core.Doctor;

namespace BootService.Doctor;

/// <summary>Makes the checks of <c>stack check network</c> once after the start and logs what is wrong; nothing waits for it.</summary>
internal sealed partial class StartExamination(INetworkDoctor doctor, IHostApplicationLifetime lifetime, ILogger<StartExamination> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            // Servers that have ended because the daemon stops are no finding.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
            await started.Task.WaitAsync(either.Token);
            var findings = await doctor.ExamineAsync(either.Token);
            either.Token.ThrowIfCancellationRequested();
            foreach (var finding in findings)
            {
                if (finding.Verdict is Verdict.Wrong)
                {
                    LogWrong(finding.Check, finding.Result, finding.Remedy);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops before the segment has had time to answer.
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Net.NetworkInformation.NetworkInformationException)
        {
            LogNotLooked(fault.Message);
        }
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "{Check}: {Result}; {Remedy}")]
    private partial void LogWrong(string check, string result, string? remedy);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "The boot network could not be looked at: {Why}")]
    private partial void LogNotLooked(string why);
}
